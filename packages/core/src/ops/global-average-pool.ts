import * as tf from "@tensorflow/tfjs";

/**
 * The mean of each channel over all pixels. Its gradient spreads evenly, without the array of ones that tfjs makes for a mean's.
 *
 * @param x - Maps, `[N, H, W, C]`.
 * @returns `[N, C]`. The caller disposes it.
 */
export function globalAveragePool(x: tf.Tensor4D): tf.Tensor2D {
  const [N, H, W, C] = x.shape;
  return tf.tidy(() => tf.reshape(tf.avgPool(x, [H, W], 1, "valid"), [N, C]));
}
