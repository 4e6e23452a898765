import * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend/wasm-backend.ts";
import type { Heap } from "../threads/heap.ts";
import { convolve } from "./convolve.ts";
import { replaceKernel } from "./replace-kernel.ts";
import { weightGradient } from "./weight-gradient.ts";
import type { Windows } from "./windows.ts";

interface Conv2dAttributes {
  strides: number | [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dataFormat: "NHWC" | "NCHW";
  dilations?: number | [number, number];
  dimRoundingMode?: "floor" | "round" | "ceil";
}

type Shape4 = [number, number, number, number];
type Conv2dInfo = tf.backend_util.Conv2DInfo;

function conv2dInfo(
  xShape: number[],
  filterShape: number[],
  attributes: Conv2dAttributes,
): Conv2dInfo {
  const { strides, pad, dilations = 1, dimRoundingMode, dataFormat } = attributes;
  if (dataFormat === "NCHW") {
    throw new RangeError(`wasmEngine: conv2d's data format must be "NHWC"; got "NCHW".`);
  }
  return tf.backend_util.computeConv2DInfo(
    xShape as Shape4,
    filterShape as Shape4,
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
}

/** Windows of a convolution over `x`. */
function windowsOf(info: Conv2dInfo, x: number): Windows {
  return {
    x,
    images: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    top: info.padInfo.top,
    left: info.padInfo.left,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    dilationHeight: info.dilationHeight,
    dilationWidth: info.dilationWidth,
    kernelHeight: info.filterHeight,
    kernelWidth: info.filterWidth,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
  };
}

/** Conv2D and its two gradients on kernels of our own. */
export function registerConv2d(heap: Heap): void {
  replaceKernel("Conv2D", ({ inputs, attrs, backend }) => {
    const { x, filter } = inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
    const info = conv2dInfo(x.shape, filter.shape, attrs as unknown as Conv2dAttributes);
    const wasm = backend as WasmBackend;
    const out = wasm.makeOutput(info.outShape, "float32");
    if (tf.util.sizeFromShape(out.shape) === 0) return out;
    const { inChannels: C, outChannels: D, filterWidth } = info;
    convolve(
      heap,
      windowsOf(info, wasm.getMemoryOffset(x.dataId)),
      { address: wasm.getMemoryOffset(filter.dataId), strides: [filterWidth * C * D, C * D, D, 1] },
      {
        address: wasm.getMemoryOffset(out.dataId),
        channels: D,
        imageBytes: 4 * info.outHeight * info.outWidth * D,
        rowBytes: 4 * info.outWidth * D,
        pixelBytes: 4 * D,
      },
    );
    return out;
  });

  replaceKernel("Conv2DBackpropInput", ({ inputs, attrs, backend }) => {
    const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
    const attributes = attrs as unknown as Conv2dAttributes & { inputShape: Shape4 };
    const info = conv2dInfo(attributes.inputShape, filter.shape, attributes);
    const wasm = backend as WasmBackend;
    const out = wasm.makeOutput(info.inShape, "float32");
    if (tf.util.sizeFromShape(out.shape) === 0) return out;
    const from = wasm.getMemoryOffset(dy.dataId);
    const weights = wasm.getMemoryOffset(filter.dataId);
    inputGradient(heap, info, from, weights, wasm.getMemoryOffset(out.dataId));
    return out;
  });

  replaceKernel("Conv2DBackpropFilter", ({ inputs, attrs, backend }) => {
    const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const attributes = attrs as unknown as Conv2dAttributes & { filterShape: Shape4 };
    const info = conv2dInfo(x.shape, attributes.filterShape, attributes);
    const wasm = backend as WasmBackend;
    const out = wasm.makeOutput(info.filterShape, "float32");
    if (tf.util.sizeFromShape(out.shape) === 0) return out;
    const windows = windowsOf(info, wasm.getMemoryOffset(x.dataId));
    const from = wasm.getMemoryOffset(dy.dataId);
    weightGradient(heap, windows, from, info.outChannels, wasm.getMemoryOffset(out.dataId));
    return out;
  });
}

/**
 * dx as one convolution of dy a phase.
 *
 * With stride s the pixels of dx fall into s × s phases by their position modulo s. Each phase meets
 * only every s-th tap, and is an ordinary convolution of dy, stride 1, with those taps flipped.
 */
function inputGradient(
  heap: Heap,
  info: Conv2dInfo,
  dy: number,
  weights: number,
  dx: number,
): void {
  const { inHeight, inWidth, inChannels: C, outChannels: D, filterWidth } = info;
  for (let y = 0; y < Math.min(info.strideHeight, inHeight); y++) {
    const rows = phase(y, info.padInfo.top, info.strideHeight, info.filterHeight, inHeight);
    for (let x = 0; x < Math.min(info.strideWidth, inWidth); x++) {
      const columns = phase(x, info.padInfo.left, info.strideWidth, filterWidth, inWidth);
      const windows: Windows = {
        x: dy,
        images: info.batchSize,
        height: info.outHeight,
        width: info.outWidth,
        channels: D,
        top: rows.before,
        left: columns.before,
        strideHeight: 1,
        strideWidth: 1,
        dilationHeight: 1,
        dilationWidth: 1,
        kernelHeight: rows.taps,
        kernelWidth: columns.taps,
        outHeight: rows.positions,
        outWidth: columns.positions,
      };
      const tap = rows.lastTap * filterWidth + columns.lastTap;
      convolve(
        heap,
        windows,
        {
          address: weights + 4 * tap * C * D,
          strides: [-info.strideHeight * filterWidth * C * D, -info.strideWidth * C * D, 1, D],
        },
        {
          address: dx + 4 * (y * inWidth + x) * C,
          channels: C,
          imageBytes: 4 * inHeight * inWidth * C,
          rowBytes: 4 * info.strideHeight * inWidth * C,
          pixelBytes: 4 * info.strideWidth * C,
        },
      );
    }
  }
}

/** One axis of a phase: its positions, its taps, and the zeros before dy. */
function phase(position: number, padding: number, stride: number, kernel: number, size: number) {
  const first = (position + padding) % stride; // its taps are first, first + stride, …
  const taps = Math.max(0, Math.ceil((kernel - first) / stride));
  return {
    positions: Math.ceil((size - position) / stride),
    taps,
    lastTap: first + (taps - 1) * stride,
    before: taps - 1 - Math.floor((position + padding) / stride),
  };
}
