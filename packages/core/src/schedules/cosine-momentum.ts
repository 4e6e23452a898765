import type { Schedule } from "./schedule.ts";

export interface CosineMomentumOptions {
  /** τ at step 0, in [0, 1]. BYOL: 0.996 for 1000 epochs, 0.99 for 100 and 300. */
  base: number;
}

/**
 * The momentum of BYOL's target: τ(k) = 1 − (1 − base)(cos(π k / K) + 1) / 2, from `base` to 1.
 *
 * It has no warm-up.
 *
 * @throws {RangeError} If base is not in [0, 1].
 *
 * @see Grill et al., Bootstrap Your Own Latent, 2020, section 3.2: https://arxiv.org/abs/2006.07733
 */
export function cosineMomentum({ base }: CosineMomentumOptions): Schedule {
  if (!(base >= 0 && base <= 1)) {
    throw new RangeError(`cosineMomentum: base must be in [0, 1]; got ${base}.`);
  }
  return ({ step, totalSteps }) => {
    const done = Math.min(step / totalSteps, 1);
    return 1 - ((1 - base) * (Math.cos(Math.PI * done) + 1)) / 2;
  };
}
