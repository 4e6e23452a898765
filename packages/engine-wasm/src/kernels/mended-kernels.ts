import type * as tf from "@tensorflow/tfjs";
import { cpuKernel } from "@unlabeled/core";
import type { WasmBackend } from "../backend/wasm-backend.ts";
import { replaceKernel } from "./replace-kernel.ts";

/** Kernels of tfjs 4.22.0 that are wrong: the cpu backend's take their place. */
const WRONG = [
  "Conv3DBackpropInputV2", // with padding
  "Dilation2D", // of negative numbers, as all below
  "Dilation2DBackpropFilter",
  "Dilation2DBackpropInput",
  "MaxPool3D",
  "MaxPool3DGrad",
  "Sign", // of values below 1e-6, which it makes 0
];

/** Puts right what tfjs's own wasm kernels do wrong or needlessly. */
export function mendKernels(): void {
  for (const name of WRONG) replaceKernel(name, cpuKernel(name));
  // tfjs copies; the tape clones whatever a gradient needs, so every activation would lie in memory twice
  replaceKernel("Identity", ({ inputs, backend }) => {
    const { x } = inputs as { x: tf.TensorInfo };
    (backend as WasmBackend).incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  });
}
