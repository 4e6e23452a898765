import * as tf from "@tensorflow/tfjs";
import { assertSteps } from "./assert-steps.ts";
import type { Conv2dOptions } from "./conv-2d.ts";
import { dilated } from "./dilated.ts";
import { nhwcPadding } from "./padding.ts";

/**
 * Depthwise convolution: each channel with kernels of its own. Padding as in `conv2d`, equal on every engine.
 *
 * @param x - Images or maps, `[N, H, W, C]`.
 * @param kernel - Weights, `[kh, kw, C, M]`: M kernels a channel. PyTorch's `groups=C` with weights `[C · M, 1, kh, kw]`.
 * @returns Maps `[N, h, w, C · M]`, sizes as `conv2d` gives them; channel c · M + m is channel c under its kernel m.
 *   The caller disposes them.
 * @throws {RangeError} If an option is not an integer in range, both stride and dilation are above 1, or the channels differ.
 *
 * @example
 * const maps = depthwiseConv2d(x, kernel, { stride: 2, padding: 1 });
 */
export function depthwiseConv2d(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { stride = 1, padding = 0, dilation = 1 }: Conv2dOptions = {},
): tf.Tensor4D {
  assertSteps("depthwiseConv2d", stride, dilation);
  if (x.rank !== 4 || kernel.rank !== 4 || x.shape[3] !== kernel.shape[2]) {
    throw new RangeError(
      `depthwiseConv2d: x must have shape [N, H, W, C] and kernel [kh, kw, C, M]; got [${x.shape.join(", ")}] and [${kernel.shape.join(", ")}].`,
    );
  }
  const sides = nhwcPadding("depthwiseConv2d", padding);
  if (dilation === 1) return tf.depthwiseConv2d(x, kernel, stride, sides);
  return dilated(x, dilation, sides, (apart) => tf.depthwiseConv2d(apart, kernel, 1, "valid"));
}
