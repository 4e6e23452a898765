import * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend/wasm-backend.ts";

/** Registers a kernel for the wasm backend, in place of the one there, if there is one. */
export function replaceKernel(kernelName: string, kernelFunc: tf.KernelFunc): void {
  if (tf.getKernel(kernelName, "wasm")) tf.unregisterKernel(kernelName, "wasm");
  tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc });
}

/**
 * Puts another kernel before tfjs's, for the calls that it takes.
 *
 * @param fast - The result, or undefined where the kernel that is there shall compute.
 */
export function precedeKernel(
  kernelName: string,
  backend: WasmBackend,
  fast: (...call: Parameters<tf.KernelFunc>) => tf.TensorInfo | tf.TensorInfo[] | undefined,
): void {
  const original = tf.getKernel(kernelName, "wasm");
  original.setupFunc?.(backend);
  replaceKernel(kernelName, (call) => fast(call) ?? original.kernelFunc(call));
}
