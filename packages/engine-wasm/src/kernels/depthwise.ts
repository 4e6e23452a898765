import * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend/wasm-backend.ts";
import type { Heap } from "../threads/heap.ts";
import { replaceKernel } from "./replace-kernel.ts";

/** Groups of images that are summed apart. Fixed, so that sums do not depend on the number of threads. */
const GROUPS = 16;

interface Attributes {
  strides: number | [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dilations?: number | [number, number];
  dimRoundingMode?: "floor" | "round" | "ceil";
  inputShape?: [number, number, number, number];
  filterShape?: [number, number, number, number];
}

function infoOf(xShape: number[], filterShape: number[], attributes: Attributes) {
  const { strides, pad, dilations = 1, dimRoundingMode } = attributes;
  type Shape = [number, number, number, number];
  return tf.backend_util.computeConv2DInfo(
    xShape as Shape,
    filterShape as Shape,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    true,
  );
}

type Info = ReturnType<typeof infoOf>;

/** A job's numbers, as assembly/depthwise.ts reads them. */
function numbers(
  info: Info,
  x: number,
  weights: number,
  dy: number,
  imagesAChunk: number,
): number[] {
  return [
    ...[x, weights, dy, info.batchSize, info.inHeight, info.inWidth, info.inChannels],
    ...[info.outChannels / info.inChannels, info.filterHeight, info.filterWidth],
    ...[info.outHeight, info.outWidth, info.strideHeight, info.strideWidth],
    ...[info.dilationHeight, info.dilationWidth, info.padInfo.top, info.padInfo.left, imagesAChunk],
  ];
}

/** The two gradients of a depthwise convolution, which tfjs has not for wasm, and its forward kernel mended. */
export function registerDepthwise(heap: Heap, backend: WasmBackend): void {
  const forward = tf.getKernel("DepthwiseConv2dNative", "wasm");
  forward.setupFunc?.(backend);
  replaceKernel("DepthwiseConv2dNative", ({ inputs, attrs, backend }) => {
    const { x, filter } = inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
    const { padInfo } = infoOf(x.shape, filter.shape, attrs as unknown as Attributes);
    const { top, bottom, left, right } = padInfo;
    // told "same", it makes zeros of maps that are one pixel high or wide where the stride is 2
    const pad = [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ];
    return forward.kernelFunc({ inputs, attrs: { ...attrs, pad }, backend });
  });

  replaceKernel("DepthwiseConv2dNativeBackpropInput", ({ inputs, attrs, backend }) => {
    const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
    const wasm = backend as WasmBackend;
    const attributes = attrs as unknown as Attributes;
    const info = infoOf(attributes.inputShape ?? [], filter.shape, attributes);
    const out = wasm.makeOutput(info.inShape, "float32");
    const [dx, weights, from] = [out, filter, dy].map(({ dataId }) =>
      wasm.getMemoryOffset(dataId),
    ) as [number, number, number];
    const aChunk = Math.ceil(info.batchSize / (2 * GROUPS));
    const chunks = Math.ceil(info.batchSize / aChunk);
    heap.run("depthwiseInputGradient", numbers(info, dx, weights, from, aChunk), chunks);
    return out;
  });

  replaceKernel("DepthwiseConv2dNativeBackpropFilter", ({ inputs, attrs, backend }) => {
    const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const wasm = backend as WasmBackend;
    const attributes = attrs as unknown as Attributes;
    const info = infoOf(x.shape, attributes.filterShape ?? [], attributes);
    const out = wasm.makeOutput(info.filterShape, "float32");
    const [dw, images, from] = [out, x, dy].map(({ dataId }) => wasm.getMemoryOffset(dataId)) as [
      number,
      number,
      number,
    ];
    const aGroup = Math.ceil(info.batchSize / GROUPS);
    const groups = Math.ceil(info.batchSize / aGroup);
    const size = info.filterHeight * info.filterWidth * info.outChannels;
    const parts = heap.allocate(4 * size * groups);
    heap.run("depthwiseWeightGradient", numbers(info, images, parts, from, aGroup), groups);
    heap.run("addGroups", [parts, groups, size, dw], 1);
    heap.free(parts);
    return out;
  });
}
