import { adaptiveMoments } from "./adaptive-moments.ts";
import type { Optimizer } from "./optimizer.ts";
import { isKernel, type ParameterPredicate } from "./weight-decay.ts";

export interface AdamOptions {
  /** β₁ in [0, 1), what the first moment keeps. Default 0.9, the paper's. */
  beta1?: number;
  /** β₂ in [0, 1), what the second moment keeps. Default 0.999, the paper's. */
  beta2?: number;
  /** ε ≥ 0, added to the root of the second moment. Default 1e-8, the paper's. */
  epsilon?: number;
  /** λ ≥ 0 of the L2 penalty λ‖w‖² / 2, added to the gradient. Default 0, PyTorch's. */
  weightDecay?: number;
  /** Which parameters are decayed. Default: kernels. PyTorch decays all. */
  decays?: ParameterPredicate;
}

/**
 * Adam with bias correction, by PyTorch's definition. Its counter of updates is the slot `step`.
 *
 * @throws {RangeError} If a setting is out of range.
 *
 * @see Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015, algorithm 1:
 *   https://arxiv.org/abs/1412.6980
 *
 * @example
 * const optimizer = adam();
 */
export function adam({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0,
  decays = isKernel,
}: AdamOptions = {}): Optimizer {
  return adaptiveMoments({ name: "adam", beta1, beta2, epsilon, weightDecay, decays });
}
