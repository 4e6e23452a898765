import * as tf from "@tensorflow/tfjs";
import { assertSteps } from "./assert-steps.ts";
import { dilated } from "./dilated.ts";
import { nhwcPadding, type Padding } from "./padding.ts";

export interface Conv2dOptions {
  /** Step of the window in height and width, pixels, ≥ 1. Default 1. */
  stride?: number;
  /** Zeros around the image, pixels. Default 0. PyTorch's `padding=1` is 1 here. */
  padding?: Padding;
  /** Distance of the window's taps, pixels, ≥ 1; not together with a stride. Default 1: they touch. */
  dilation?: number;
}

/**
 * Two-dimensional convolution with explicit padding, equal on every engine.
 *
 * tfjs's "same" pads stride-2 convolutions after, never before, and so differs from PyTorch's; and
 * some engines know only "same" and "valid". Networks here use this function, never `tf.conv2d`.
 *
 * @param x - Images or maps, `[N, H, W, C]`.
 * @param kernel - Weights, `[kh, kw, C, D]`.
 * @returns Maps `[N, h, w, D]` with h = ⌊(H + top + bottom − dilation (kh − 1) − 1) / stride⌋ + 1. The caller disposes them.
 * @throws {RangeError} If an option is not an integer in range, both stride and dilation are above 1, or the channels differ.
 */
export function conv2d(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { stride = 1, padding = 0, dilation = 1 }: Conv2dOptions = {},
): tf.Tensor4D {
  assertSteps("conv2d", stride, dilation);
  if (x.rank !== 4 || kernel.rank !== 4 || x.shape[3] !== kernel.shape[2]) {
    throw new RangeError(
      `conv2d: x must have shape [N, H, W, C] and kernel [kh, kw, C, D]; got [${x.shape.join(", ")}] and [${kernel.shape.join(", ")}].`,
    );
  }
  const sides = nhwcPadding("conv2d", padding);
  if (dilation === 1) return tf.conv2d(x, kernel, stride, sides);
  return dilated(x, dilation, sides, (apart) => tf.conv2d(apart, kernel, 1, "valid"));
}
