import { mean } from "./mean.ts";
import { type BaselineErrors, type CorruptionErrors, pairedErrors } from "./paired-errors.ts";

/**
 * Mean corruption error (mCE): the errors of a network on corrupted pictures over those of a baseline, summed
 * over the severities of a corruption, then averaged over the corruptions.
 *
 * The mean is over the corruptions of `errors`; the paper's is over all fifteen of ImageNet-C, five severities
 * each, from its files.
 *
 * @param errors - 1 − accuracy, by corruption and severity.
 * @param baseline - The same of another network, or its means; `ALEXNET_ERRORS` is the paper's.
 * @returns In percent, ≥ 0; 100 is the baseline's, and lower is better.
 * @throws {RangeError} If there is no corruption, one is not in the baseline or has another number of
 *   severities, an error is outside [0, 1], or the baseline makes none.
 *
 * @see Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common Corruptions and
 *   Perturbations, 2019, section 4.1: https://arxiv.org/abs/1903.12261
 *
 * @example
 * const mCE = meanCorruptionError({ fog: [0.4, 0.45, 0.5, 0.55, 0.7] }, ALEXNET_ERRORS);
 */
export function meanCorruptionError(errors: CorruptionErrors, baseline: BaselineErrors): number {
  const pairs = pairedErrors("meanCorruptionError", errors, baseline);
  return (
    100 *
    mean(
      pairs.map(({ corruption, network, baseline }) => {
        if (baseline > 0) return network / baseline;
        throw new RangeError(
          `meanCorruptionError: baseline.${corruption} must be above 0; got ${baseline}.`,
        );
      }),
    )
  );
}
