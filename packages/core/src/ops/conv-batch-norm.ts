import * as tf from "@tensorflow/tfjs";
import type { Mode } from "../networks/network.ts";
import { type BatchNormOptions, type BatchNormVariables, batchNorm } from "./batch-norm.ts";
import { type Conv2dOptions, conv2d } from "./conv-2d.ts";

/** Variables of a convolution without bias and of the batch normalization behind it. */
export interface ConvBatchNormVariables extends BatchNormVariables {
  /** Weights, `[kh, kw, C, D]`, trained. */
  readonly kernel: tf.Variable;
}

/**
 * Convolution, batch normalization, shortcut and ReLU: the unit of which ResNets are made, and the
 * unit in which engines are fast.
 *
 * @param x - `[N, H, W, C]`.
 * @returns `[N, h, w, D]`, as {@link conv2d} gives it. The caller disposes it.
 */
export function convBatchNorm(
  x: tf.Tensor4D,
  variables: ConvBatchNormVariables,
  mode: Mode,
  { stride, padding, dilation, ...normalization }: Conv2dOptions & BatchNormOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => {
    const kernel = variables.kernel as unknown as tf.Tensor4D;
    const convolution: Conv2dOptions = {
      ...(stride !== undefined && { stride }),
      ...(padding !== undefined && { padding }),
      ...(dilation !== undefined && { dilation }),
    };
    return batchNorm(conv2d(x, kernel, convolution), variables, mode, normalization);
  });
}
