import * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "../backend/native-backend.ts";
import { type Form, PLAIN } from "../backend/tensor-data.ts";
import { precedeKernel } from "./replace-kernel.ts";
import { windowsOf } from "./windows.ts";

type Shape4 = [number, number, number, number];

interface Attributes {
  strides: number | [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dilations?: number | [number, number];
  dimRoundingMode?: "floor" | "round" | "ceil";
  /** Of gradients of the input. */
  inputShape?: Shape4;
  /** Of gradients of the weights. */
  filterShape?: Shape4;
}

/** Depthwise convolutions with one output channel for each input channel, and their gradients. */
export function registerDepthwise(): void {
  precedeKernel(
    "DepthwiseConv2dNative",
    (inputs: Record<"x" | "filter", tf.TensorInfo>, attributes: Attributes, backend) => {
      const { x, filter } = inputs;
      const info = depthwiseInfo(x.shape, filter.shape, attributes);
      if (!info) return undefined;
      const form = imagesForm(backend);
      const { tensor, elements } = backend.make(info.outShape, form);
      const [images, weights] = [backend.elements(x, form), backend.floats(filter)];
      backend.addon.depthwise(windowsOf(info), images, weights, elements);
      return tensor;
    },
  );

  precedeKernel(
    "DepthwiseConv2dNativeBackpropInput",
    (inputs: Record<"dy" | "filter", tf.TensorInfo>, attributes: Attributes, backend) => {
      const { dy, filter } = inputs;
      const info = depthwiseInfo(attributes.inputShape as Shape4, filter.shape, attributes);
      if (!info) return undefined;
      const form = imagesForm(backend);
      const { tensor, elements } = backend.make(info.inShape, form);
      const [gradient, weights] = [backend.elements(dy, form), backend.floats(filter)];
      backend.addon.depthwiseInputGradient(windowsOf(info), gradient, weights, elements);
      return tensor;
    },
  );

  precedeKernel(
    "DepthwiseConv2dNativeBackpropFilter",
    (inputs: Record<"x" | "dy", tf.TensorInfo>, attributes: Attributes, backend) => {
      const { x, dy } = inputs;
      const filterShape = attributes.filterShape as Shape4;
      const info = depthwiseInfo(x.shape, filterShape, attributes);
      if (!info) return undefined;
      const form = imagesForm(backend);
      const { tensor, elements } = backend.makeFloats(filterShape);
      const [images, gradient] = [backend.elements(x, form), backend.elements(dy, form)];
      backend.addon.depthwiseWeightGradient(windowsOf(info), images, gradient, elements);
      return tensor;
    },
  );
}

/** Undefined for more than one output channel for each input channel, and for what has no elements. */
function depthwiseInfo(
  xShape: number[],
  filterShape: number[],
  { strides, pad, dilations = 1, dimRoundingMode }: Attributes,
): tf.backend_util.Conv2DInfo | undefined {
  const info = tf.backend_util.computeConv2DInfo(
    xShape as Shape4,
    filterShape as Shape4,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
  if (info.outChannels !== info.inChannels) return undefined;
  const sizes = [info.inShape, info.outShape, info.filterShape].map(tf.util.sizeFromShape);
  return sizes.every((size) => size > 0) ? info : undefined;
}

/** What images and maps are held in. */
function imagesForm({ precision }: NativeBackend): Form {
  return { ...PLAIN, halves: precision === "bfloat16" };
}
