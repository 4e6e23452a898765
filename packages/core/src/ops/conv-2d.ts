import * as tf from "@tensorflow/tfjs";
import { nhwcPadding, type Padding } from "./padding.ts";

export interface Conv2dOptions {
  /** Step of the window in height and width, pixels, ≥ 1. Default 1. */
  stride?: number;
  /** Zeros around the image, pixels. Default 0. PyTorch's `padding=1` is 1 here. */
  padding?: Padding;
}

/**
 * Two-dimensional convolution with explicit padding, equal on every engine.
 *
 * tfjs's "same" pads stride-2 convolutions after, never before, and so differs from PyTorch's; and
 * some engines know only "same" and "valid". Networks here use this function, never `tf.conv2d`.
 *
 * @param x - Images or maps, `[N, H, W, C]`.
 * @param kernel - Weights, `[kh, kw, C, D]`.
 * @returns Maps `[N, h, w, D]` with h = ⌊(H + top + bottom − kh) / stride⌋ + 1. The caller disposes them.
 * @throws {RangeError} If the padding or the stride is not an integer in range, or the channels differ.
 */
export function conv2d(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { stride = 1, padding = 0 }: Conv2dOptions = {},
): tf.Tensor4D {
  if (!Number.isInteger(stride) || stride < 1) {
    throw new RangeError(`conv2d: stride must be an integer ≥ 1; got ${stride}.`);
  }
  if (x.rank !== 4 || kernel.rank !== 4 || x.shape[3] !== kernel.shape[2]) {
    throw new RangeError(
      `conv2d: x must have shape [N, H, W, C] and kernel [kh, kw, C, D]; got [${x.shape.join(", ")}] and [${kernel.shape.join(", ")}].`,
    );
  }
  return tf.conv2d(x, kernel, stride, nhwcPadding("conv2d", padding));
}
