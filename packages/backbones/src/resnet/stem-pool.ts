import * as tf from "@tensorflow/tfjs";

/**
 * The maxima of 3x3 windows with stride 2 that end the "imagenet" stem.
 *
 * Where a size is even, the windows lie centred on the pixels 0, 2, 4 … ("even", PyTorch's padding of 1) or
 * on 1, 3, 5 … ("odd", TensorFlow's "SAME"); where it is odd, on 0, 2, 4 … with both.
 *
 * @param x - Behind a ReLU, `[N, H, W, C]`.
 * @returns `[N, ⌈H / 2⌉, ⌈W / 2⌉, C]`. The caller disposes it.
 */
export function stemPool(x: tf.Tensor4D, centres: "even" | "odd"): tf.Tensor4D {
  const before = (size: number): number => (centres === "odd" && size % 2 === 0 ? 0 : 1);
  const [, H, W] = x.shape;
  // Behind a ReLU, padding with zeros gives the maxima and the gradients of padding with −∞, and
  // "valid" is the one padding that every engine has.
  return tf.tidy(() => {
    const padded = tf.pad(x, [
      [0, 0],
      [before(H), 1],
      [before(W), 1],
      [0, 0],
    ]);
    return tf.maxPool(padded, 3, 2, "valid");
  });
}
