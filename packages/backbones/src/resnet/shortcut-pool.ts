import * as tf from "@tensorflow/tfjs";

/**
 * Means over 2x2 windows, before a shortcut's convolution: with stride 2 each pixel counts, where a
 * convolution 1x1 with stride 2 sees one in four.
 *
 * At the lower and right edge as SimCLRv2's code has it: with stride 2 and an odd size the window is filled with
 * zeros, with stride 1 the mean is that of the pixels there are. That is the mean with the edge repeated;
 * "same" would give it too, but tfjs's gradient of that divides by four everywhere.
 *
 * @param x - `[N, H, W, C]`.
 * @param stride - 1 or 2.
 * @returns `[N, ⌈H / stride⌉, ⌈W / stride⌉, C]`. The caller disposes it.
 *
 * @see He et al., Bag of Tricks for Image Classification, 2018, ResNet-D, figure 2c: https://arxiv.org/abs/1812.01187
 */
export function shortcutPool(x: tf.Tensor4D, stride: number): tf.Tensor4D {
  return tf.tidy(() =>
    tf.avgPool(stride === 1 ? edgeRepeated(x) : evenSized(x), 2, stride, "valid"),
  );
}

function edgeRepeated(x: tf.Tensor4D): tf.Tensor4D {
  const [N, H, W, C] = x.shape;
  const taller = tf.concat([x, tf.slice(x, [0, H - 1, 0, 0], [N, 1, W, C])], 1);
  return tf.concat([taller, tf.slice(taller, [0, 0, W - 1, 0], [N, H + 1, 1, C])], 2);
}

function evenSized(x: tf.Tensor4D): tf.Tensor4D {
  const [, H, W] = x.shape;
  if (H % 2 === 0 && W % 2 === 0) return x;
  return tf.pad(x, [
    [0, 0],
    [0, H % 2],
    [0, W % 2],
    [0, 0],
  ]);
}
