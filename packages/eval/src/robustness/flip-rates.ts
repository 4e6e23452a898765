import { meanFlips } from "./mean-flips.ts";

/**
 * Flip probabilities by perturbation, each as ImageNet-P has it: frames of noise, which are drawn anew, are compared with
 * the first, those of the rest with the one before.
 *
 * @param predictions - What a network predicts, by perturbation: sequences, each the class of every frame. Noise is what
 *   has "noise" in its name, in capitals or not: `gaussianNoise` and `shotNoise` of @unlabeled/augment.
 * @returns In [0, 1], lower is better, by perturbation: for `meanFlipRate`.
 * @throws {RangeError} If a perturbation has no sequence, or one with fewer than two frames.
 *
 * @see Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common Corruptions and
 *   Perturbations, 2019, section 4.2: https://arxiv.org/abs/1903.12261; hendrycks/robustness, ImageNet-P/test.py, flip_prob
 *
 * @example
 * const rates = flipRates({ tilt: [[3, 3, 5, 5]], shotNoise: [[3, 5, 5, 3]] }); // 1 / 3 and 2 / 3
 */
export function flipRates(
  predictions: Readonly<Record<string, readonly ArrayLike<number>[]>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(predictions).map(([perturbation, sequences]) => {
      const noise = /noise/i.test(perturbation);
      return [perturbation, meanFlips(`flipRates: predictions.${perturbation}`, sequences, noise)];
    }),
  );
}
