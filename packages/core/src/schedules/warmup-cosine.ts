import type { Schedule } from "./schedule.ts";
import { checkRates, type WarmUpOptions, warmUp } from "./warm-up.ts";

export interface WarmupCosineOptions extends WarmUpOptions {
  /** The rate at the end of the warm-up, ≥ 0; see `linearScaling` and `squareRootScaling`. */
  base: number;
}

/**
 * A linear rise, then half a cosine down to 0: base · (1 + cos(π (k − warm) / (K − warm))) / 2.
 *
 * The first step of a warm-up has rate 0, as in both papers' code.
 *
 * @throws {RangeError} If an option is out of range.
 *
 * @see Loshchilov and Hutter, SGDR, 2017, eq. 5, without restarts: https://arxiv.org/abs/1608.03983;
 *   as BYOL (2020, section 3.2) and SimCLR (2020, section 2.3) use it
 *
 * @example
 * const learningRate = warmupCosine({ base: linearScaling(0.2, 4096), warmupEpochs: 10 });
 */
export function warmupCosine({ base, ...options }: WarmupCosineOptions): Schedule {
  checkRates("warmupCosine", { base });
  const warm = warmUp("warmupCosine", options);
  return (progress) => {
    const { factor, done } = warm(progress);
    return factor < 1 ? base * factor : base * 0.5 * (1 + Math.cos(Math.PI * done));
  };
}
