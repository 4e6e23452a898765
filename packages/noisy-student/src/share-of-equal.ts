import * as tf from "@tensorflow/tfjs";

/** How often two lists have the same, in [0, 1]. */
export function shareOfEqual(a: tf.Tensor, b: tf.Tensor): tf.Scalar {
  return tf.mean<tf.Scalar>(tf.cast(tf.equal(a, b), "float32"));
}
