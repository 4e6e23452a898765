import { sgdUpdate } from "../updates/sgd-update.ts";
import { checkFraction, checkNonNegative } from "./check-setting.ts";
import type { Optimizer } from "./optimizer.ts";
import { optimizerOf } from "./optimizer-of.ts";
import {
  describePredicate,
  isKernel,
  type ParameterPredicate,
  weightDecaysOf,
} from "./weight-decay.ts";

export interface SgdOptions {
  /** μ in [0, 1). Default 0, PyTorch's; the methods here train with 0.9. */
  momentum?: number;
  /** Whether the step looks ahead along the momentum. Default false. SimCLR evaluates with it. */
  nesterov?: boolean;
  /** λ ≥ 0 of the L2 penalty λ‖w‖² / 2. Default 0. */
  weightDecay?: number;
  /** Which parameters are decayed. Default: kernels, as in BYOL's and SimCLR's code. */
  decays?: ParameterPredicate;
}

/**
 * Stochastic gradient descent with momentum, by PyTorch's definition.
 *
 * m ← μ m + g + λ w; w ← w − η m. The learning rate η is outside the buffer, and the gradient is not
 * damped.
 *
 * @throws {RangeError} If a setting is out of range, or Nesterov's momentum is 0.
 *
 * @see Sutskever et al., On the importance of initialization and momentum in deep learning, 2013,
 *   eq. 1–4; in the form of https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
 *
 * @example
 * const optimizer = sgd({ momentum: 0.9, weightDecay: 5e-4 });
 */
export function sgd({
  momentum = 0,
  nesterov = false,
  weightDecay = 0,
  decays = isKernel,
}: SgdOptions = {}): Optimizer {
  checkFraction("sgd", { momentum });
  checkNonNegative("sgd", { weightDecay });
  if (nesterov && momentum === 0) {
    throw new RangeError("sgd: momentum must be positive where nesterov is true; got 0.");
  }
  return optimizerOf({
    name: "sgd",
    settings: { momentum, nesterov, weightDecay, decays: describePredicate(decays) },
    slots: momentum > 0 ? ["momentum"] : [],
    next({ parameters, w, g, slots: [m = []], learningRate }) {
      const weightDecays = weightDecaysOf(parameters, decays, weightDecay);
      return sgdUpdate({ w, g, m }, { learningRate, momentum, nesterov, weightDecays });
    },
  });
}
