import { type Picture, permutation, type ViewPipeline } from "@unlabeled/core";
import type { Source } from "@unlabeled/data";

/** A picture and what a network would see of it. */
export interface PreviewRow {
  /** The picture's name in its source. */
  readonly key: string;
  readonly picture: Picture;
  /** By view, then by epoch. */
  readonly views: readonly (readonly Picture[])[];
}

export interface PreviewOptions {
  /** How many pictures; fewer where there are fewer that can be read. */
  readonly pictures: number;
  /** How many of each view: those of so many epochs, the first ones. */
  readonly epochs: number;
  readonly seed: number;
}

/**
 * Pictures drawn by the seed, with the views that training by this seed makes of them in its first epochs.
 *
 * @returns Also how many that were drawn could not be read; others stand in for them.
 */
export async function drawPreview(
  source: Source,
  pipeline: ViewPipeline,
  { pictures, epochs, seed }: PreviewOptions,
): Promise<{ rows: PreviewRow[]; unreadable: number }> {
  const rows: PreviewRow[] = [];
  let unreadable = 0;
  for (const sample of permutation(source.length, { seed, purpose: "preview" })) {
    if (rows.length === pictures) break;
    const picture = await source.read(sample).catch(() => undefined);
    if (picture === undefined) {
      unreadable++;
      continue;
    }
    const views = Array.from({ length: pipeline.count }, (_, view) =>
      Array.from({ length: epochs }, (_, epoch) =>
        seen(pipeline, picture, { seed, epoch, sample, view }),
      ),
    );
    rows.push({ key: source.key(sample), picture, views });
  }
  return { rows, unreadable };
}

function seen(
  pipeline: ViewPipeline,
  picture: Picture,
  key: Parameters<ViewPipeline["render"]>[1],
): Picture {
  const { width, height } = pipeline;
  const values = new Float32Array(width * height * 3);
  pipeline.render(picture, key, values);
  const pixels = Uint8ClampedArray.from(values, (value) => 255 * value); // rounds
  return { width, height, pixels };
}
