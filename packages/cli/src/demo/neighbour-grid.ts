import { randomStream } from "@unlabeled/core";
import type { Source } from "@unlabeled/data";
import { center, type NeighbourGrid, nearestNeighbours, type ReportPicture } from "@unlabeled/eval";
import sharp from "sharp";
import type { Representation } from "../measure/measure.ts";

const NEIGHBOURS = 5;

/** A test picture of each class, drawn by the seed, with its nearest training pictures by each representation. */
export async function neighbourGrid(
  kinds: readonly Representation[],
  { train, test }: { readonly train: Source; readonly test: Source },
  seed: number,
): Promise<NeighbourGrid> {
  const queries = onePerClass(test.labels ?? new Int32Array(), seed);
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const centred = center(kind.train, kind.test);
      return nearestNeighbours(centred.train, centred.test, NEIGHBOURS);
    }),
  );
  return {
    features: kinds.map(({ name }) => name),
    queries: await Promise.all(
      queries.map(async (query) => ({
        picture: await reportPicture(test, query),
        neighbours: await Promise.all(
          found.map(({ rows, k }) =>
            Promise.all(
              Array.from(rows.subarray(query * k, (query + 1) * k), (row) =>
                reportPicture(train, row),
              ),
            ),
          ),
        ),
      })),
    ),
  };
}

function onePerClass(labels: Int32Array, seed: number): number[] {
  const random = randomStream({ seed, purpose: "demo/queries" });
  return [...new Set(labels)]
    .sort((a, b) => a - b)
    .map((label) => {
      const places = Array.from(labels.keys()).filter((i) => labels[i] === label);
      return places[random.integer(places.length)] as number;
    });
}

async function reportPicture(source: Source, index: number): Promise<ReportPicture> {
  const { width, height, pixels } = await source.read(index);
  const png = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  const label = source.labels?.[index] ?? -1;
  return {
    source: `data:image/png;base64,${png.toString("base64")}`,
    label: source.classes?.[label] ?? String(label),
  };
}
