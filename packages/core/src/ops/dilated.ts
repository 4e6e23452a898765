import * as tf from "@tensorflow/tfjs";
import type { NhwcPadding } from "./padding.ts";

/**
 * A convolution with its taps `dilation` pixels apart, by one whose taps touch.
 *
 * Every `dilation`-th row and column of x are an image of their own: these are taken apart, convolved
 * and put together again. tfjs's dilated kernels have no gradient; this has one on every engine.
 *
 * @param x - `[N, H, W, C]`.
 * @param padding - Of x.
 * @param convolve - The convolution with dilation 1 and no padding.
 * @returns `[N, h, w, D]`. The caller disposes it.
 */
export function dilated(
  x: tf.Tensor4D,
  dilation: number,
  [, [top, bottom], [left, right]]: NhwcPadding,
  convolve: (x: tf.Tensor4D) => tf.Tensor4D,
): tf.Tensor4D {
  const [, H, W] = x.shape;
  const more = (length: number): number => (dilation - (length % dilation)) % dilation;
  const below = more(top + H + bottom); // so that all images have the same size
  const beside = more(left + W + right);
  return tf.tidy(() => {
    const apart = tf.spaceToBatchND(
      x,
      [dilation, dilation],
      [
        [top, bottom + below],
        [left, right + beside],
      ],
    );
    return tf.batchToSpaceND(
      convolve(apart as tf.Tensor4D),
      [dilation, dilation],
      [
        [0, below],
        [0, beside],
      ],
    ) as tf.Tensor4D;
  });
}
