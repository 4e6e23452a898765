import { larsUpdate } from "../updates/lars-update.ts";
import { checkFraction, checkNonNegative } from "./check-setting.ts";
import type { Optimizer } from "./optimizer.ts";
import { optimizerOf } from "./optimizer-of.ts";
import {
  describePredicate,
  isKernel,
  type ParameterPredicate,
  weightDecaysOf,
} from "./weight-decay.ts";

export interface LarsOptions {
  /**
   * Where the learning rate stands: "simclr" multiplies what goes into the momentum's buffer, "byol"
   * what comes out of it. They part as soon as the rate changes.
   */
  form: "simclr" | "byol";
  /** μ in [0, 1). Default 0.9, both papers'. */
  momentum?: number;
  /** λ ≥ 0. Default 1e-6, SimCLR's and BYOL's for 300 epochs (BYOL, 1000 epochs: 1.5e-6; SimCLRv2: 1e-4). */
  weightDecay?: number;
  /** κ > 0 of the ratio κ‖w‖ / ‖g‖. Default 0.001, both papers'. */
  trustCoefficient?: number;
  /**
   * Which parameters are adapted and decayed; the others get plain momentum at the full rate.
   * Default: kernels, both papers'. SimCLR excludes its supervised head too.
   */
  adapts?: ParameterPredicate;
}

/**
 * LARS, momentum with a rate for each parameter in proportion to ‖w‖ / ‖g‖: for large batches.
 *
 * @throws {RangeError} If a setting is out of range.
 * @throws {TypeError} If the form is neither "simclr" nor "byol".
 *
 * @see You et al., Large Batch Training of Convolutional Networks, 2017, algorithm 1:
 *   https://arxiv.org/abs/1708.03888; in the forms of google-research/simclr:lars_optimizer.py and
 *   google-deepmind/deepmind-research:byol/utils/optimizers.py
 *
 * @example
 * const optimizer = lars({ form: "byol", weightDecay: 1.5e-6 });
 */
export function lars({
  form,
  momentum = 0.9,
  weightDecay = 1e-6,
  trustCoefficient = 0.001,
  adapts = isKernel,
}: LarsOptions): Optimizer {
  if (form !== "simclr" && form !== "byol") {
    throw new TypeError(`lars: form must be "simclr" or "byol"; got ${String(form)}.`);
  }
  checkFraction("lars", { momentum });
  checkNonNegative("lars", { weightDecay });
  if (!(trustCoefficient > 0 && trustCoefficient < Number.POSITIVE_INFINITY)) {
    throw new RangeError(
      `lars: trustCoefficient must be finite and positive; got ${trustCoefficient}.`,
    );
  }
  return optimizerOf({
    name: "lars",
    settings: { form, momentum, weightDecay, trustCoefficient, adapts: describePredicate(adapts) },
    slots: ["momentum"],
    next({ parameters, w, g, slots: [m = []], learningRate }) {
      return larsUpdate(
        { w, g, m },
        {
          learningRate,
          momentum,
          trustCoefficient,
          weightDecays: weightDecaysOf(parameters, adapts, weightDecay),
          adapted: parameters.map((parameter) => Number(adapts(parameter))),
          rateInBuffer: form === "simclr",
        },
      );
    },
  });
}
