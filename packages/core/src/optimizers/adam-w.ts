import type { AdamOptions } from "./adam.ts";
import { adaptiveMoments } from "./adaptive-moments.ts";
import type { Optimizer } from "./optimizer.ts";
import { isKernel } from "./weight-decay.ts";

/** As {@link AdamOptions}, but the decay multiplies: w is scaled by 1 − η λ. Default 0.01, PyTorch's. */
export interface AdamWOptions extends AdamOptions {}

/**
 * Adam with decoupled weight decay, by PyTorch's definition. Its counter of updates is the slot `step`.
 *
 * @throws {RangeError} If a setting is out of range.
 *
 * @see Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2019, algorithm 2:
 *   https://arxiv.org/abs/1711.05101
 *
 * @example
 * const optimizer = adamW({ weightDecay: 0.05 });
 */
export function adamW({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0.01,
  decays = isKernel,
}: AdamWOptions = {}): Optimizer {
  return adaptiveMoments({ name: "adamW", beta1, beta2, epsilon, weightDecay, decays });
}
