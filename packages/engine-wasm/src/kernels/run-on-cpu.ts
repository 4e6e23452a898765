import * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend/wasm-backend.ts";
import { precedeKernel, replaceKernel } from "./replace-kernel.ts";

/** What the wasm backend cannot hold: complex numbers. */
const COMPLEX = new Set(["Complex", "ComplexAbs", "FFT", "IFFT", "Imag", "Real", "Draw"]);

/** Registers tfjs's cpu kernel, on copies, for every operation that the wasm backend lacks. */
export function registerMissingKernels(): void {
  for (const { kernelName } of tf.getKernelsForBackend("cpu")) {
    if (!COMPLEX.has(kernelName) && !tf.getKernel(kernelName, "wasm")) runOnCpu(kernelName);
  }
}

/**
 * Registers tfjs's cpu kernel, on copies, as the wasm kernel of an operation.
 * For rare operations: this is as slow as the cpu backend.
 */
export function runOnCpu(kernelName: string): void {
  replaceKernel(kernelName, cpuKernel(kernelName));
}

/**
 * Registers tfjs's cpu kernels for calls with an empty tensor, of which tfjs's wasm kernels make what happens to lie in
 * memory, or stop with a division by zero.
 */
export function runEmptyOnCpu(backend: WasmBackend): void {
  for (const { kernelName } of tf.getKernelsForBackend("wasm")) {
    if (!tf.getKernel(kernelName, "cpu") || PASSING.has(kernelName)) continue;
    const onCpu = cpuKernel(kernelName);
    precedeKernel(kernelName, backend, (call) => (hasEmpty(call.inputs) ? onCpu(call) : undefined));
  }
}

/** What hands its input on: no kernel, and nothing to go wrong. */
const PASSING = new Set(["Identity", "Reshape"]);

function hasEmpty(inputs: tf.NamedTensorInfoMap): boolean {
  for (const name in inputs) {
    const input = inputs[name] as tf.TensorInfo | tf.TensorInfo[] | undefined;
    const all = Array.isArray(input) ? input : [input];
    if (all.some((one) => one?.shape.includes(0))) return true;
  }
  return false;
}

/** tfjs's cpu kernel of an operation, on copies. */
function cpuKernel(kernelName: string): tf.KernelFunc {
  const config = tf.getKernel(kernelName, "cpu");
  return ({ inputs, attrs, backend }) => {
    const wasm = backend as WasmBackend;
    const cpu = tf.engine().findBackend("cpu") as CpuBackend;
    const copies = Object.entries(inputs).map(([name, input]) => {
      const all = (Array.isArray(input) ? input : [input]) as tf.TensorInfo[];
      const copied = all.map((one) => {
        if (!one) return one;
        const copy = cpu.makeTensorInfo(one.shape, one.dtype, wasm.readSync(one.dataId));
        return { ...copy, rank: one.shape.length }; // some kernels take tensors for granted
      });
      return [name, Array.isArray(input) ? copied : copied[0]] as const;
    });
    const result = config.kernelFunc({
      // lists of tensors come as arrays
      inputs: (Array.isArray(inputs)
        ? copies.map(([, copied]) => copied)
        : Object.fromEntries(copies)) as tf.NamedTensorInfoMap,
      ...(attrs && { attrs }),
      backend: cpu,
    });
    const outputs = (Array.isArray(result) ? result : [result]).map((output) => {
      const values = cpu.readSync(output.dataId);
      const dataId = wasm.write(values, output.shape, output.dtype);
      return { dataId, shape: output.shape, dtype: output.dtype };
    });
    for (const { dataId } of Array.isArray(result) ? result : [result]) cpu.disposeData(dataId);
    for (const [, copied] of copies) {
      for (const one of Array.isArray(copied) ? copied : [copied]) {
        if (one) cpu.disposeData(one.dataId, true);
      }
    }
    return Array.isArray(result) ? outputs : (outputs[0] as tf.TensorInfo);
  };
}

interface CpuBackend extends tf.KernelBackend {
  makeTensorInfo(
    shape: number[],
    dtype: tf.DataType,
    values: tf.backend_util.BackendValues,
  ): tf.TensorInfo;
}
