import * as tf from "@tensorflow/tfjs";
import { groupedUpdate } from "./grouped-update.ts";

/** One entry a parameter in each list. */
export interface SgdInputs {
  /** Parameters w. */
  readonly w: readonly tf.Tensor[];
  /** Gradients g. */
  readonly g: readonly tf.Tensor[];
  /** Buffers of the momentum; empty where the momentum is 0. */
  readonly m: readonly tf.Tensor[];
}

/** JSON, as a kernel gets it. */
export type SgdAttributes = {
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  /** λ of each parameter, 0 where it is not decayed. */
  readonly weightDecays: number[];
};

/**
 * Stochastic gradient descent over all parameters, the kernel "SgdUpdate".
 *
 * g ← g + λ w; m ← μ m + g; w ← w − η m, or w − η (g + μ m) with Nesterov's momentum.
 *
 * @returns New w0, w1, …, then new m0, m1, ….
 */
export function sgdUpdate(inputs: SgdInputs, attributes: SgdAttributes): tf.Tensor[] {
  const { learningRate, momentum, nesterov, weightDecays } = attributes;
  return groupedUpdate("SgdUpdate", { ...inputs }, attributes, () => {
    const buffers: tf.Tensor[] = [];
    const weights = inputs.w.map((w, i) => {
      const decayed = addDecay(inputs.g[i] as tf.Tensor, w, weightDecays[i] as number);
      const m = inputs.m[i];
      if (m === undefined) return tf.sub(w, tf.mul(decayed, learningRate));
      const buffer = tf.add(tf.mul(m, momentum), decayed);
      buffers.push(buffer);
      const direction = nesterov ? tf.add(decayed, tf.mul(buffer, momentum)) : buffer;
      return tf.sub(w, tf.mul(direction, learningRate));
    });
    return [...weights, ...buffers];
  });
}

/** g + λ w. */
export function addDecay(g: tf.Tensor, w: tf.Tensor, weightDecay: number): tf.Tensor {
  return weightDecay === 0 ? g : tf.add(g, tf.mul(w, weightDecay));
}
