import * as tf from "@tensorflow/tfjs";
import { groupedUpdate } from "./grouped-update.ts";
import { addDecay } from "./sgd-update.ts";

/** One entry a parameter in w, g, m and v. */
export interface AdamInputs {
  /** Parameters w. */
  readonly w: readonly tf.Tensor[];
  /** Gradients g. */
  readonly g: readonly tf.Tensor[];
  /** First moments m. */
  readonly m: readonly tf.Tensor[];
  /** Second moments v. */
  readonly v: readonly tf.Tensor[];
  /** One int32 scalar: updates done before this one. A tensor, so that no value need be read back. */
  readonly step: readonly tf.Tensor[];
}

/** JSON, as a kernel gets it. */
export type AdamAttributes = {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** λ of each parameter, 0 where it is not decayed. */
  readonly weightDecays: number[];
  /** AdamW's: w is multiplied by 1 − η λ. Otherwise λ w is added to the gradient. */
  readonly decoupled: boolean;
};

/**
 * Adam over all parameters, the kernel "AdamUpdate".
 *
 * t ← step + 1; m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²;
 * w ← w − η / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε).
 *
 * @returns New w0, w1, …, then new m0, m1, …, new v0, v1, …, and t.
 */
export function adamUpdate(inputs: AdamInputs, attributes: AdamAttributes): tf.Tensor[] {
  const { learningRate, beta1, beta2, epsilon, weightDecays, decoupled } = attributes;
  return groupedUpdate("AdamUpdate", { ...inputs }, attributes, () => {
    const step = tf.add(inputs.step[0] as tf.Tensor, tf.scalar(1, "int32"));
    const rate = tf.div(learningRate, oneMinusPower(beta1, step));
    const rootCorrection = tf.sqrt(oneMinusPower(beta2, step));
    const updated = inputs.w.map((w, i) => {
      const weightDecay = weightDecays[i] as number;
      const g = addDecay(inputs.g[i] as tf.Tensor, w, decoupled ? 0 : weightDecay);
      const m = tf.add(tf.mul(inputs.m[i] as tf.Tensor, beta1), tf.mul(g, 1 - beta1));
      const v = tf.add(tf.mul(inputs.v[i] as tf.Tensor, beta2), tf.mul(tf.square(g), 1 - beta2));
      const kept = decoupled ? tf.mul(w, 1 - learningRate * weightDecay) : w;
      const denominator = tf.add(tf.div(tf.sqrt(v), rootCorrection), epsilon);
      return { w: tf.sub(kept, tf.mul(rate, tf.div(m, denominator))), m, v };
    });
    return [
      ...updated.map(({ w }) => w),
      ...updated.map(({ m }) => m),
      ...updated.map(({ v }) => v),
      step,
    ];
  });
}

/** 1 − βᵗ. By expm1: the difference itself would lose four digits in float32 while t is small. */
function oneMinusPower(beta: number, step: tf.Tensor): tf.Tensor {
  if (beta === 0) return tf.scalar(1);
  return tf.neg(tf.expm1(tf.mul(tf.cast(step, "float32"), Math.log(beta))));
}
