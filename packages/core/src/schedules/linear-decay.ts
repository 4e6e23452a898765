import type { Schedule } from "./schedule.ts";
import { checkRates, type WarmUpOptions, warmUp } from "./warm-up.ts";

export interface LinearDecayOptions extends WarmUpOptions {
  /** The rate at the end of the warm-up, ≥ 0. */
  base: number;
  /** The rate at the end of the run, ≥ 0. Default 0. */
  end?: number;
}

/**
 * A straight line from `base`, at the end of the warm-up, to `end`, at the end of the run.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function linearDecay({ base, end = 0, ...options }: LinearDecayOptions): Schedule {
  checkRates("linearDecay", { base, end });
  const warm = warmUp("linearDecay", options);
  return (progress) => {
    const { factor, done } = warm(progress);
    return factor < 1 ? base * factor : base + (end - base) * done;
  };
}
