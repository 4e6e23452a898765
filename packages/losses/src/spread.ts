import * as tf from "@tensorflow/tfjs";
import { assertShapes } from "@unlabeled/core";
import { l2Normalize } from "./l2-normalize.ts";

/**
 * How far embeddings are from collapse: √D times the mean, over dimensions, of the standard
 * deviation of the normalized rows.
 *
 * Rows that fill the sphere evenly have a deviation of 1 / √D in each dimension and a spread near 1;
 * rows that all point one way have 0. A loss near its minimum with a spread near 0 is collapse. The
 * deviation is that of the batch (divided by N), so a batch of one has spread 0. A diagnostic: its
 * gradient is not finite where a dimension is constant.
 *
 * @param z - Embeddings of one batch, `[N, D]`.
 * @returns In [0, 1]. The caller disposes it.
 * @throws {RangeError} If z is not a matrix or is empty.
 *
 * @see Chen and He, Exploring Simple Siamese Representation Learning, 2020, section 4.1:
 *   https://arxiv.org/abs/2011.10566
 *
 * @example
 * const measures = { spread: spread(z0) };
 */
export function spread(z: tf.Tensor2D): tf.Scalar {
  const { N, D } = assertShapes("spread", { z: [z, "N D"] });
  if (N * D === 0) throw new RangeError(`spread: z must not be empty; got [${N}, ${D}].`);
  return tf.tidy(() => {
    const rows = l2Normalize(z);
    const centered = tf.sub(rows, tf.mean(rows, 0)); // [N, D]
    const deviation = tf.sqrt(tf.mean(tf.square(centered), 0)); // [D]
    return tf.mul(tf.mean(deviation), Math.sqrt(D));
  });
}
