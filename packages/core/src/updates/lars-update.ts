import * as tf from "@tensorflow/tfjs";
import { groupedUpdate } from "./grouped-update.ts";
import { addDecay } from "./sgd-update.ts";

/** One entry a parameter in each list. */
export interface LarsInputs {
  /** Parameters w. */
  readonly w: readonly tf.Tensor[];
  /** Gradients g. */
  readonly g: readonly tf.Tensor[];
  /** Buffers of the momentum. */
  readonly m: readonly tf.Tensor[];
}

/** JSON, as a kernel gets it. */
export type LarsAttributes = {
  readonly learningRate: number;
  readonly momentum: number;
  readonly trustCoefficient: number;
  /** λ of each parameter, 0 where it is not decayed. */
  readonly weightDecays: number[];
  /** 1 for each parameter whose rate is adapted, else 0. */
  readonly adapted: number[];
  /** SimCLR's: the learning rate is inside the buffer. Otherwise outside, as BYOL's. */
  readonly rateInBuffer: boolean;
};

/**
 * Layer-wise adaptive rate scaling over all parameters, the kernel "LarsUpdate".
 *
 * u = g + λ w, times κ ‖w‖ / ‖u‖ where adapted and both norms are positive;
 * SimCLR's form: m ← μ m + η u, w ← w − m; BYOL's: m ← μ m + u, w ← w − η m.
 *
 * @returns New w0, w1, …, then new m0, m1, ….
 */
export function larsUpdate(inputs: LarsInputs, attributes: LarsAttributes): tf.Tensor[] {
  const { learningRate, momentum, trustCoefficient, weightDecays, adapted, rateInBuffer } =
    attributes;
  return groupedUpdate("LarsUpdate", { ...inputs }, attributes, () => {
    const updated = inputs.w.map((w, i) => {
      const decayed = addDecay(inputs.g[i] as tf.Tensor, w, weightDecays[i] as number);
      const u = adapted[i] ? tf.mul(decayed, trustRatio(w, decayed, trustCoefficient)) : decayed;
      const kept = tf.mul(inputs.m[i] as tf.Tensor, momentum);
      const m = tf.add(kept, rateInBuffer ? tf.mul(u, learningRate) : u);
      return { w: tf.sub(w, rateInBuffer ? m : tf.mul(m, learningRate)), m };
    });
    return [...updated.map(({ w }) => w), ...updated.map(({ m }) => m)];
  });
}

/** κ ‖w‖ / ‖u‖, and 1 where either norm is 0. */
function trustRatio(w: tf.Tensor, u: tf.Tensor, trustCoefficient: number): tf.Tensor {
  const [wNorm, uNorm] = [tf.norm(w), tf.norm(u)];
  const both = tf.logicalAnd(tf.greater(wNorm, 0), tf.greater(uNorm, 0));
  const ratio = tf.div(tf.mul(wNorm, trustCoefficient), uNorm);
  // where, not a product: the ratio is infinite or NaN where a norm is 0
  return tf.where(both, ratio, tf.onesLike(ratio));
}
