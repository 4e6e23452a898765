import * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "../backend/native-backend.ts";
import { FORWARD, INPUT_GRADIENT, planConvolution, WEIGHT_GRADIENT } from "./convolution-shape.ts";
import { precedeKernel } from "./replace-kernel.ts";

type Conv2dInfo = tf.backend_util.Conv2DInfo;
type Shape4 = [number, number, number, number];

interface Attributes {
  strides: number | [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dataFormat?: "NHWC" | "NCHW";
  dilations?: number | [number, number];
  dimRoundingMode?: "floor" | "round" | "ceil";
  /** Of gradients of the input. */
  inputShape?: Shape4;
  /** Of gradients of the weights. */
  filterShape?: Shape4;
}

/** Conv2D, DepthwiseConv2dNative and their gradients on oneDNN. */
export function registerConvolutions(): void {
  for (const depthwise of [false, true]) {
    const forward = depthwise ? "DepthwiseConv2dNative" : "Conv2D";
    const inputGradient = `${forward}BackpropInput`;
    const weightGradient = `${forward}BackpropFilter`;

    precedeKernel(
      forward,
      (inputs: Record<"x" | "filter", tf.TensorInfo>, attributes: Attributes, backend) => {
        const { x, filter } = inputs;
        const info = convolutionInfo(x.shape, filter.shape, attributes, depthwise);
        if (!info) return undefined;
        const { shape, images, maps } = planConvolution(backend, info, FORWARD, depthwise);
        const { tensor, elements } = backend.make(info.outShape, maps);
        const weights = preparedWeights(backend, filter, shape, FORWARD);
        backend.addon.convolutionForward(shape, backend.elements(x, images), weights, elements);
        return tensor;
      },
    );

    precedeKernel(
      inputGradient,
      (inputs: Record<"dy" | "filter", tf.TensorInfo>, attributes: Attributes, backend) => {
        const { dy, filter } = inputs;
        const info = convolutionInfo(
          attributes.inputShape as Shape4,
          filter.shape,
          attributes,
          depthwise,
        );
        if (!info) return undefined;
        const { shape, images, maps } = planConvolution(backend, info, INPUT_GRADIENT, depthwise);
        const { tensor, elements } = backend.make(info.inShape, images);
        const weights = preparedWeights(backend, filter, shape, INPUT_GRADIENT);
        backend.addon.convolutionInputGradient(
          shape,
          backend.elements(dy, maps),
          weights,
          elements,
        );
        return tensor;
      },
    );

    precedeKernel(
      weightGradient,
      (inputs: Record<"x" | "dy", tf.TensorInfo>, attributes: Attributes, backend) => {
        const { x, dy } = inputs;
        const filterShape = attributes.filterShape as Shape4;
        const info = convolutionInfo(x.shape, filterShape, attributes, depthwise);
        if (!info) return undefined;
        const { shape, images, maps } = planConvolution(backend, info, WEIGHT_GRADIENT, depthwise);
        const { tensor, elements } = backend.makeFloats(filterShape);
        const [pixels, gradient] = [backend.elements(x, images), backend.elements(dy, maps)];
        backend.addon.convolutionWeightGradient(shape, pixels, gradient, elements);
        return tensor;
      },
    );
  }
}

/** Undefined where tfjs's own kernel shall compute: channels first, and what has no elements. */
function convolutionInfo(
  xShape: number[],
  filterShape: number[],
  { strides, pad, dilations = 1, dimRoundingMode, dataFormat = "NHWC" }: Attributes,
  depthwise: boolean,
): Conv2dInfo | undefined {
  if (dataFormat !== "NHWC") return undefined;
  const info = tf.backend_util.computeConv2DInfo(
    xShape as Shape4,
    filterShape as Shape4,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    depthwise,
  );
  const sizes = [info.inShape, info.outShape, info.filterShape].map(tf.util.sizeFromShape);
  return sizes.includes(0) ? undefined : info;
}

/** Weights as the addon wants them for this shape: once a change of the weights, however often they are used. */
function preparedWeights(
  { addon, data, pool, precision }: NativeBackend,
  filter: tf.TensorInfo,
  shape: Int32Array,
  direction: number,
): Float32Array | Uint8Array {
  const halves = precision === "bfloat16";
  const weights = data.get(filter.dataId);
  const key = `${direction} ${halves} ${shape}`;
  const known = weights.derived.get(key);
  if (known) return known;
  const plain = weights.values as Float32Array;
  const bytes = addon.convolutionWeights(shape, direction, halves);
  if (bytes === 0) return plain;
  const prepared = pool.bytes(bytes);
  addon.convolutionWeights(shape, direction, halves, plain, prepared);
  weights.derived.set(key, prepared);
  return prepared;
}
