import type { Schedule } from "./schedule.ts";
import { checkRates, type WarmUpOptions, warmUp } from "./warm-up.ts";

export interface ConstantScheduleOptions extends WarmUpOptions {
  /** The value, ≥ 0. */
  base: number;
}

/**
 * One value, after the warm-up.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function constantSchedule({ base, ...options }: ConstantScheduleOptions): Schedule {
  checkRates("constantSchedule", { base });
  const warm = warmUp("constantSchedule", options);
  return (progress) => base * warm(progress).factor;
}
