import type { Schedule } from "./schedule.ts";
import { checkRates, type WarmUpOptions, warmUp } from "./warm-up.ts";

export interface ExponentialDecayOptions extends WarmUpOptions {
  /** The rate at the start of the run, ≥ 0. */
  base: number;
  /** What the rate is multiplied by in `everyEpochs` epochs, ≥ 0. Noisy Student: 0.97. */
  factor: number;
  /** Epochs, > 0. Default 1. Noisy Student: 2.4. */
  everyEpochs?: number;
  /** Whether the rate falls at once at the end of each such time. Default false: it falls at every step. */
  staircase?: boolean;
}

/**
 * base · factor^(epoch / everyEpochs), with the epoch counted from the start of the run; during the
 * warm-up it does not fall.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function exponentialDecay({
  base,
  factor,
  everyEpochs = 1,
  staircase = false,
  ...options
}: ExponentialDecayOptions): Schedule {
  checkRates("exponentialDecay", { base, factor });
  if (!(everyEpochs > 0 && everyEpochs < Infinity)) {
    throw new RangeError(
      `exponentialDecay: everyEpochs must be finite and positive; got ${everyEpochs}.`,
    );
  }
  const warm = warmUp("exponentialDecay", options);
  return (progress) => {
    const warming = warm(progress).factor;
    if (warming < 1) return base * warming;
    const times = progress.step / progress.stepsPerEpoch / everyEpochs;
    return base * factor ** (staircase ? Math.floor(times) : times);
  };
}
