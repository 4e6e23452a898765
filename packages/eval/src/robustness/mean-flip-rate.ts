import { mean } from "./mean.ts";

/**
 * Mean flip rate (mFR): a network's flip probabilities over those of a baseline, averaged over the
 * perturbations.
 *
 * The mean is over the perturbations of `rates`; the paper's is over all ten of ImageNet-P.
 *
 * @param rates - What `flipRate` gives, by perturbation.
 * @param baseline - The same of another network; `ALEXNET_FLIP_PROBABILITIES` is the paper's.
 * @returns In percent, ≥ 0; 100 is the baseline's, and lower is better.
 * @throws {RangeError} If there is no perturbation, one is not in the baseline, a rate is outside [0, 1], or the
 *   baseline's is 0.
 *
 * @see Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common Corruptions and
 *   Perturbations, 2019, section 4.2: https://arxiv.org/abs/1903.12261
 *
 * @example
 * const mFR = meanFlipRate({ scale: 0.156, tilt: 0.05 }, ALEXNET_FLIP_PROBABILITIES);
 */
export function meanFlipRate(
  rates: Readonly<Record<string, number>>,
  baseline: Readonly<Record<string, number>>,
): number {
  const perturbations = Object.entries(rates);
  if (perturbations.length === 0) {
    throw new RangeError("meanFlipRate: rates must have at least one perturbation; got none.");
  }
  const ratios = perturbations.map(([perturbation, rate]) => {
    const other = baseline[perturbation];
    if (other === undefined) {
      const known = Object.keys(baseline).join(", ");
      throw new RangeError(
        `meanFlipRate: baseline must have every perturbation of rates, ${perturbation} too; got ${known}.`,
      );
    }
    if (!(rate >= 0 && rate <= 1)) {
      throw new RangeError(`meanFlipRate: rates.${perturbation} must be in [0, 1]; got ${rate}.`);
    }
    if (!(other > 0 && other <= 1)) {
      throw new RangeError(
        `meanFlipRate: baseline.${perturbation} must be in (0, 1]; got ${other}.`,
      );
    }
    return rate / other;
  });
  return 100 * mean(ratios);
}
