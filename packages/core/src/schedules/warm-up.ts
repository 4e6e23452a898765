import type { Progress } from "../methods/method.ts";

/** A rise from 0 in proportion to the step, before all else. At most one of the two. */
export interface WarmUpOptions {
  /** Length in epochs, ≥ 0; rounded to whole steps. Default 0. BYOL and SimCLR: 10. */
  warmupEpochs?: number;
  /** Length in steps, an integer ≥ 0. Default 0. */
  warmupSteps?: number;
}

/** Where a step stands. */
interface WarmUp {
  /** Steps of the warm-up. */
  readonly steps: number;
  /** The rate's fraction: step / steps during the warm-up, then 1. */
  readonly factor: number;
  /** What of the run after the warm-up is done, in [0, 1]. */
  readonly done: number;
}

/** @throws {RangeError} If both lengths are given, or one is out of range. */
export function warmUp(
  caller: string,
  { warmupEpochs, warmupSteps }: WarmUpOptions,
): (progress: Progress) => WarmUp {
  if (warmupEpochs !== undefined && warmupSteps !== undefined) {
    throw new RangeError(
      `${caller}: the warm-up must be given as warmupEpochs or as warmupSteps; got both.`,
    );
  }
  if (warmupEpochs !== undefined && !(warmupEpochs >= 0 && warmupEpochs < Infinity)) {
    throw new RangeError(`${caller}: warmupEpochs must be finite and ≥ 0; got ${warmupEpochs}.`);
  }
  if (warmupSteps !== undefined && !(Number.isInteger(warmupSteps) && warmupSteps >= 0)) {
    throw new RangeError(`${caller}: warmupSteps must be an integer ≥ 0; got ${warmupSteps}.`);
  }
  return ({ step, totalSteps, stepsPerEpoch }) => {
    const steps = warmupSteps ?? Math.round((warmupEpochs ?? 0) * stepsPerEpoch);
    const rest = totalSteps - steps;
    return {
      steps,
      factor: step < steps ? step / steps : 1,
      done: rest > 0 ? Math.min(Math.max((step - steps) / rest, 0), 1) : 0,
    };
  };
}

/** @throws {RangeError} If a rate is not finite or below 0. */
export function checkRates(caller: string, rates: Readonly<Record<string, number>>): void {
  for (const [name, rate] of Object.entries(rates)) {
    if (!(rate >= 0 && rate < Infinity)) {
      throw new RangeError(`${caller}: ${name} must be finite and ≥ 0; got ${rate}.`);
    }
  }
}
