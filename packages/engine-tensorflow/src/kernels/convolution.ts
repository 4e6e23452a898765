import * as tf from "@tensorflow/tfjs";
import { cpuKernel } from "@unlabeled/core";
import { withOneDnn } from "../backend/one-dnn.ts";
import { type Attributes, runOperation } from "../backend/run-operation.ts";
import type { TensorflowBackend } from "../backend/tensorflow-backend.ts";
import { padded, paddedShape, part } from "./padded-image.ts";
import { replaceKernel } from "./replace-kernel.ts";
import { paddingName, seenSize, sidesOf } from "./window-padding.ts";

type Shape4 = [number, number, number, number];
type Inputs<Names extends string> = Record<Names, tf.TensorInfo>;

interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat?: "NHWC" | "NCHW";
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * Convolutions and their gradients with any padding: tfjs-node's gradients know only "same" and "valid".
 *
 * TensorFlow's gradients with explicit padding are slow, and its oneDNN kernels fail there. So where neither word fits,
 * the gradients are those of a padded image.
 */
export function registerConvolutions(): void {
  registerKind("Conv2D", false);
  registerKind("DepthwiseConv2dNative", true);
}

function registerKind(name: string, depthwise: boolean): void {
  replaceKernel(
    name,
    ({ x, filter }: Inputs<"x" | "filter">, attributes: ConvolutionAttributes, backend) => {
      const windows = windowsOf(x.shape, filter.shape, attributes, depthwise);
      if (depthwise && Math.max(windows.dilationHeight, windows.dilationWidth) > 1) {
        // TensorFlow has none for CPUs
        const attrs = attributes as unknown as tf.NamedAttrMap;
        return cpuKernel(name)({ inputs: { x, filter }, attrs, backend });
      }
      const word = paddingName(windows);
      const { top, bottom, left, right } = sidesOf(windows);
      const explicit = { explicit_paddings: [0, 0, top, bottom, left, right, 0, 0] };
      const padding = { padding: word, ...(word === "EXPLICIT" && explicit) };
      return compute(backend, name, [x, filter], { ...stepsOf(windows), ...padding });
    },
  );

  const inputGradient = `${name}BackpropInput`;
  replaceKernel(
    inputGradient,
    (
      { dy, filter }: Inputs<"dy" | "filter">,
      attributes: ConvolutionAttributes & { inputShape: Shape4 },
      backend,
    ) => {
      const windows = windowsOf(attributes.inputShape, filter.shape, attributes, depthwise);
      const [sides, word] = [sidesOf(windows), paddingName(windows)];
      const around = word === "EXPLICIT";
      const shape = around ? paddedShape(windows.inShape, sides) : windows.inShape;
      const sizes = tf.tensor1d(shape, "int32");
      const steps = { ...stepsOf(windows), padding: around ? "VALID" : word };
      const dx = compute(backend, inputGradient, [sizes, filter, dy], steps);
      sizes.dispose();
      if (!around) return dx;
      const inside = part(backend, dx, sides, windows.inShape);
      dx.dispose();
      return inside;
    },
  );

  const filterGradient = `${name}BackpropFilter`;
  replaceKernel(
    filterGradient,
    (
      { x, dy }: Inputs<"x" | "dy">,
      attributes: ConvolutionAttributes & { filterShape: Shape4 },
      backend,
    ) => {
      const windows = windowsOf(x.shape, attributes.filterShape, attributes, depthwise);
      const word = paddingName(windows);
      const images = seenImages(backend, x, windows);
      const sizes = tf.tensor1d(attributes.filterShape, "int32");
      const steps = { ...stepsOf(windows), padding: images ? "VALID" : word };
      const dw = compute(backend, filterGradient, [images ?? x, sizes, dy], steps);
      sizes.dispose();
      images?.dispose();
      return dw;
    },
  );
}

/** The images as the windows see them, where these must be made for TensorFlow. The caller disposes them. */
function seenImages(
  backend: TensorflowBackend,
  x: tf.TensorInfo,
  windows: tf.backend_util.Conv2DInfo,
): tf.Tensor | undefined {
  const sides = sidesOf(windows);
  const around = paddingName(windows) === "EXPLICIT";
  const images = around ? padded(backend, x, sides, 0) : undefined;
  const { batchSize, inChannels, filterHeight, filterWidth } = windows;
  const [, height, width] = paddedShape(windows.inShape, sides);
  const [rows, columns] = seenSize(windows);
  const wrong = filterHeight * filterWidth === 1 && rows < height && columns < width;
  if (!(wrong && backend.oneDnn)) return images;
  // oneDNN's gradient of a 1x1 filter is wrong where the last rows and the last columns are in no window
  const shape: Shape4 = [batchSize, rows, columns, inChannels];
  const seen = part(backend, images ?? x, { top: 0, left: 0 }, shape);
  images?.dispose();
  return seen;
}

function windowsOf(
  x: readonly number[],
  filter: readonly number[],
  { strides, pad, dilations = 1, dimRoundingMode, dataFormat = "NHWC" }: ConvolutionAttributes,
  depthwise: boolean,
): tf.backend_util.Conv2DInfo {
  if (dataFormat !== "NHWC") {
    throw new RangeError(
      `tensorflowEngine: a convolution's data format must be "NHWC"; got "${dataFormat}".`,
    );
  }
  return tf.backend_util.computeConv2DInfo(
    x as Shape4,
    filter as Shape4,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    depthwise,
  );
}

function stepsOf(windows: tf.backend_util.Conv2DInfo): Attributes {
  return {
    T: { type: "float32" },
    strides: [1, windows.strideHeight, windows.strideWidth, 1],
    dilations: [1, windows.dilationHeight, windows.dilationWidth, 1],
    data_format: "NHWC",
  };
}

function compute(
  backend: TensorflowBackend,
  name: string,
  inputs: readonly tf.TensorInfo[],
  attributes: Attributes,
): tf.Tensor {
  const [known, all] = withOneDnn(backend, name, attributes);
  const [y] = runOperation<[tf.Tensor]>(backend, known, inputs, all);
  return y;
}
