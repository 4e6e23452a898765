import type { Schedule } from "./schedule.ts";
import { checkRates, type WarmUpOptions, warmUp } from "./warm-up.ts";

export interface StepDecayOptions extends WarmUpOptions {
  /** The rate before the first milestone, ≥ 0. */
  base: number;
  /** Epochs, counted from the start of the run, at which the rate falls; ≥ 0, rising. MoCo v1: 120 and 160 of 200. */
  milestones: readonly number[];
  /** What the rate is multiplied by at each milestone, ≥ 0. Default 0.1, MoCo's. */
  factor?: number;
}

/**
 * A rate that is multiplied by `factor` at each milestone.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function stepDecay({
  base,
  milestones,
  factor = 0.1,
  ...options
}: StepDecayOptions): Schedule {
  checkRates("stepDecay", { base, factor });
  milestones.forEach((epoch, i) => {
    if (!(epoch >= (milestones[i - 1] ?? 0))) {
      throw new RangeError(
        `stepDecay: milestones must be epochs ≥ 0 that rise; got ${milestones.join(", ")}.`,
      );
    }
  });
  const warm = warmUp("stepDecay", options);
  return (progress) => {
    const epoch = progress.step / progress.stepsPerEpoch;
    const passed = milestones.filter((milestone) => epoch >= milestone).length;
    return base * warm(progress).factor * factor ** passed;
  };
}
