import * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend/wasm-backend.ts";
import type { Heap } from "../threads/heap.ts";
import { replaceKernel } from "./replace-kernel.ts";

interface Attributes {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** The gradient of max pooling; tfjs's own finds no maximum among negative numbers. */
export function registerMaxPool(heap: Heap): void {
  replaceKernel("MaxPoolGrad", ({ inputs, attrs, backend }) => {
    const { dy, input } = inputs as { dy: tf.TensorInfo; input: tf.TensorInfo };
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Attributes;
    const wasm = backend as WasmBackend;
    const info = tf.backend_util.computePool2DInfo(
      input.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const dx = wasm.makeOutput(input.shape, "float32");
    const addresses = [input, dy, dx].map(({ dataId }) => wasm.getMemoryOffset(dataId));
    heap.run(
      "maxPoolGradient",
      [
        ...[...addresses, info.batchSize, info.inHeight, info.inWidth, info.inChannels],
        ...[info.filterHeight, info.filterWidth, info.outHeight, info.outWidth],
        ...[info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth],
        ...[info.padInfo.top, info.padInfo.left],
      ],
      info.batchSize,
    );
    return dx;
  });
}
