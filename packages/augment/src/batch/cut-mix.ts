import type { DrawnCutMix } from "./draw-mix.ts";
import { checkBatch, checkMix, type LabelledBatch, mixedRows } from "./labelled-batch.ts";

/**
 * CutMix: a box of about 1 − λ of the area comes from the partner, in all pictures at the same place;
 * labels are mixed by the area that it truly has, as it is cut at the border.
 *
 * @param batch - Images `[N, H, W, 3]`, labels `[N, L]`, N being the number of partners.
 * @param options.drawn - From `drawCutMix`.
 * @param options.height - H, pixels.
 * @param options.width - W, pixels.
 * @returns A new batch; labels that sum to 1 still do.
 * @throws {RangeError} If lengths do not fit, or what was drawn is outside its range.
 * @throws {TypeError} If images or labels are no Float32Array.
 *
 * @see Yun et al., CutMix, 2019, section 3.1 and appendix A: https://arxiv.org/abs/1905.04899
 *
 * @example
 * const drawn = drawCutMix(64, { alpha: 1, random });
 * const mixed = cutMix(batch, { drawn, height: 32, width: 32 });
 */
export function cutMix(
  batch: LabelledBatch,
  { drawn, height, width }: { drawn: DrawnCutMix; height: number; width: number },
): LabelledBatch {
  checkMix("cutMix", drawn);
  const { partners, at } = drawn;
  checkBatch("cutMix", batch, partners.length);
  const length = height * width * 3;
  if (batch.images.length !== partners.length * length) {
    throw new RangeError(
      `cutMix: batch.images must have ${partners.length} * ${height} * ${width} * 3 = ` +
        `${partners.length * length} values; got ${batch.images.length}.`,
    );
  }
  const cut = Math.sqrt(1 - drawn.lambda);
  const [left, right] = interval(at[0], cut, width);
  const [top, bottom] = interval(at[1], cut, height);
  const images = Float32Array.from(batch.images);
  for (const [row, partner] of partners.entries()) {
    for (let y = top; y < bottom; y++) {
      const from = partner * length + 3 * (y * width + left);
      const part = batch.images.subarray(from, from + 3 * (right - left));
      images.set(part, row * length + 3 * (y * width + left));
    }
  }
  const lambda = 1 - ((right - left) * (bottom - top)) / (width * height);
  return { images, labels: mixedRows(batch.labels, { lambda, partners }) };
}

/** Where the box begins and ends: `cut` of a side, around a pixel, cut to the picture. */
function interval(at: number, cut: number, side: number): readonly [number, number] {
  const half = Math.floor(Math.trunc(side * cut) / 2);
  const centre = Math.floor(at * side);
  return [Math.max(centre - half, 0), Math.min(centre + half, side)];
}
