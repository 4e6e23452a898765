import type { DrawnMix } from "./draw-mix.ts";
import { checkBatch, checkMix, type LabelledBatch, mixedRows } from "./labelled-batch.ts";

/**
 * mixup: every picture and its label become λ of themselves and 1 − λ of their partner.
 *
 * @param batch - Images `[N, H, W, C]`, labels `[N, L]`, N being the number of partners.
 * @param drawn - From `drawMixup`.
 * @returns A new batch; labels that sum to 1 still do.
 * @throws {RangeError} If N does not divide the lengths, or what was drawn is outside its range.
 * @throws {TypeError} If images or labels are no Float32Array.
 *
 * @see Zhang et al., mixup: Beyond Empirical Risk Minimization, 2018, section 2:
 *   https://arxiv.org/abs/1710.09412
 *
 * @example
 * const mixed = mixup(batch, drawMixup(64, { alpha: 0.2, random }));
 */
export function mixup(batch: LabelledBatch, drawn: DrawnMix): LabelledBatch {
  checkMix("mixup", drawn);
  checkBatch("mixup", batch, drawn.partners.length);
  return { images: mixedRows(batch.images, drawn), labels: mixedRows(batch.labels, drawn) };
}
