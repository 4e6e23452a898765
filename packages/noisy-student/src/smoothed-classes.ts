import * as tf from "@tensorflow/tfjs";

/**
 * Label smoothing: (1 − s) · one-hot + s / L, so the class has 1 − s + s / L and each other class s / L.
 *
 * @param classes - int32, in [0, L), of any shape.
 * @param count - L, the number of classes.
 * @param smoothing - s in [0, 1).
 * @returns Probabilities, of the classes' shape and L behind. The caller disposes them.
 *
 * @see Szegedy et al., Rethinking the Inception Architecture for Computer Vision, 2016, section 7:
 *   https://arxiv.org/abs/1512.00567
 */
export function smoothedClasses(
  classes: tf.Tensor,
  count: number,
  smoothing: number,
): tf.Tensor2D | tf.Tensor3D {
  return tf.tidy(() => {
    const oneHot = tf.cast(tf.oneHot(tf.cast(classes, "int32"), count), "float32");
    return tf.add(tf.mul(oneHot, 1 - smoothing), smoothing / count);
  });
}
