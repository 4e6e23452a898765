import { meanFlips } from "./mean-flips.ts";

export interface FlipRateOptions {
  /**
   * Whether the perturbation is noise, drawn anew for each frame: then each frame is compared with the first,
   * which is clean, and otherwise with the one before it.
   */
  readonly noise: boolean;
}

/**
 * How often a prediction changes along sequences of ever more perturbed pictures: the flip probability (FP)
 * of ImageNet-P.
 *
 * @param predictions - Sequences, each the class predicted for every frame; two frames at least.
 * @returns In [0, 1], lower is better: mean over a sequence's frames after the first, then over the sequences.
 * @throws {RangeError} If there is no sequence, or one has fewer than two frames.
 *
 * @see Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common Corruptions and
 *   Perturbations, 2019, section 4.2: https://arxiv.org/abs/1903.12261
 *
 * @example
 * const tilt = flipRate([[3, 3, 5, 5], [1, 1, 1, 1]], { noise: false }); // 1 / 6
 */
export function flipRate(
  predictions: readonly ArrayLike<number>[],
  { noise }: FlipRateOptions,
): number {
  return meanFlips("flipRate: predictions", predictions, noise);
}
