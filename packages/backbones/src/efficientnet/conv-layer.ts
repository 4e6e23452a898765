import * as tf from "@tensorflow/tfjs";
import {
  batchNorm,
  convBatchNorm,
  depthwiseConv2d,
  heNormal,
  type Mode,
  normVariables,
  type VariableMaker,
  within,
} from "@unlabeled/core";
import type { LayerOptions } from "./efficientnet-options.ts";
import { windowPadding } from "./window-padding.ts";

interface ConvLayerShape {
  /** Of the kernel, pixels. */
  readonly size: number;
  /** Default 1. */
  readonly stride?: number;
  readonly inputs: number;
  /** Of a depthwise convolution as many as inputs. */
  readonly outputs: number;
  /** Default false. */
  readonly depthwise?: boolean;
  /** Behind the normalization. */
  readonly activation: "swish" | "none";
}

/** `residual` is added last, where there is no activation. */
type ConvLayer = (x: tf.Tensor4D, mode: Mode, residual?: tf.Tensor4D) => tf.Tensor4D;

/**
 * Convolution without bias, batch normalization, activation: `kernel` and `norm/…` of these variables.
 *
 * Kernels begin as N(0, 2 / fan out), fan out counting one channel where the convolution is depthwise, as in
 * the official code.
 */
export function convLayer(
  variables: VariableMaker,
  { size, stride = 1, inputs, outputs, depthwise = false, activation }: ConvLayerShape,
  { padding, epsilon, decay }: LayerOptions,
): ConvLayer {
  const shape = [size, size, inputs, depthwise ? 1 : outputs];
  const kernel = variables.kernel("kernel", shape, heNormal("out"));
  const norm = normVariables(within(variables, "norm"), outputs);
  return (x, mode, residual) =>
    tf.tidy(() => {
      const window = { stride, padding: windowPadding(padding, x.shape, { size, stride }) };
      const normalization = {
        epsilon,
        decay,
        ...(residual && { residual }),
        ...(activation !== "none" && { activation }),
      };
      if (!depthwise)
        return convBatchNorm(x, { kernel, ...norm }, mode, { ...window, ...normalization });
      const maps = depthwiseConv2d(x, kernel as tf.Tensor as tf.Tensor4D, window);
      return batchNorm(maps, norm, mode, normalization);
    });
}
