import * as tf from "@tensorflow/tfjs";
import { assertShapes } from "@unlabeled/core";
import { l2Normalize } from "./l2-normalize.ts";

/**
 * Squared distance between normalized predictions and targets, 2 − 2 cos(p, z): the loss of BYOL.
 *
 * This is one direction. The method adds the other, with the views swapped; the sum is in [0, 8].
 * BYOL does not differentiate with respect to the targets: compute `z` outside the function whose
 * gradient is taken.
 *
 * @param p - Predictions of the online network, `[N, D]`.
 * @param z - Projections of the target network for the other view, `[N, D]`; a constant.
 * @returns Mean over the batch, in [0, 4]; 0 when each prediction points along its target, 2 when
 *   they are orthogonal. The caller disposes it.
 * @throws {RangeError} If the shapes differ or the batch is empty.
 *
 * @see Grill et al., Bootstrap Your Own Latent, 2020, eq. 2: https://arxiv.org/abs/2006.07733
 *
 * @example
 * const loss = tf.add(byolLoss(p0, targets.z1), byolLoss(p1, targets.z0));
 */
export function byolLoss(p: tf.Tensor2D, z: tf.Tensor2D): tf.Scalar {
  const { N } = assertShapes("byolLoss", { p: [p, "N D"], z: [z, "N D"] });
  if (N === 0) throw new RangeError("byolLoss: p must have at least one row; got 0.");
  return tf.tidy(() => {
    const cosine = tf.sum(tf.mul(l2Normalize(p), l2Normalize(z)), 1); // [N]
    return tf.mean(tf.sub(2, tf.mul(cosine, 2)));
  });
}
