import { mean } from "./mean.ts";
import { type BaselineErrors, type CorruptionErrors, pairedErrors } from "./paired-errors.ts";

/** Errors without corruption, in [0, 1]. */
export interface CleanErrors {
  /** Of the network. */
  readonly clean: number;
  /** Of the baseline; `ALEXNET_CLEAN_ERROR` is the paper's. */
  readonly baselineClean: number;
}

/**
 * Relative mean corruption error (relative mCE): by how much corruption raises the errors of a network, over
 * how much it raises those of a baseline.
 *
 * @param errors - 1 − accuracy, by corruption and severity.
 * @param baseline - The same of another network, or its means; `ALEXNET_ERRORS` is the paper's.
 * @returns In percent; 100 is the baseline's, and lower is better. Negative for a network that corruption helps.
 * @throws {RangeError} As `meanCorruptionError`, or if a clean error is outside [0, 1], or not below the
 *   baseline's error on each corruption.
 *
 * @see Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common Corruptions and
 *   Perturbations, 2019, section 4.1: https://arxiv.org/abs/1903.12261
 *
 * @example
 * const options = { clean: 0.239, baselineClean: ALEXNET_CLEAN_ERROR };
 * const relative = relativeMeanCorruptionError({ fog: [0.4, 0.45, 0.5, 0.55, 0.7] }, ALEXNET_ERRORS, options);
 */
export function relativeMeanCorruptionError(
  errors: CorruptionErrors,
  baseline: BaselineErrors,
  { clean, baselineClean }: CleanErrors,
): number {
  const caller = "relativeMeanCorruptionError";
  for (const [name, value] of Object.entries({ clean, baselineClean })) {
    if (!(value >= 0 && value <= 1)) {
      throw new RangeError(`${caller}: ${name} must be in [0, 1]; got ${value}.`);
    }
  }
  const ratios = pairedErrors(caller, errors, baseline).map(({ corruption, ...errors }) => {
    if (!(errors.baseline > baselineClean)) {
      throw new RangeError(
        `${caller}: baseline.${corruption} must be above baselineClean, ${baselineClean}; got ${errors.baseline}.`,
      );
    }
    return (errors.network - clean) / (errors.baseline - baselineClean);
  });
  return 100 * mean(ratios);
}
