import * as tf from "@tensorflow/tfjs";
import { precedeKernel, replaceKernel } from "./replace-kernel.ts";

/** What is not a matter of numbers that can be copied: complex ones, and drawing on a canvas. */
const NOT_COPIED = new Set(["Complex", "ComplexAbs", "FFT", "IFFT", "Imag", "Real", "Draw"]);

/** What hands its input on: no kernel, and nothing to go wrong. */
const PASSING = new Set(["Identity", "Reshape"]);

/** Registers tfjs's cpu kernel, on copies, for every operation that tfjs-node lacks. */
export function registerMissingKernels(): void {
  for (const { kernelName } of tf.getKernelsForBackend("cpu")) {
    if (NOT_COPIED.has(kernelName) || tf.getKernel(kernelName, "tensorflow")) continue;
    replaceKernel(kernelName, (inputs: tf.NamedTensorInfoMap, attributes: tf.NamedAttrMap) =>
      onCpu(kernelName, inputs, attributes),
    );
  }
}

/** Lets tfjs's cpu kernels take calls with an empty tensor, which some of TensorFlow's refuse. */
export function runEmptyOnCpu(): void {
  for (const { kernelName } of tf.getKernelsForBackend("tensorflow")) {
    if (!tf.getKernel(kernelName, "cpu") || PASSING.has(kernelName)) continue;
    if (NOT_COPIED.has(kernelName)) continue;
    precedeKernel(kernelName, (inputs: tf.NamedTensorInfoMap, attributes: tf.NamedAttrMap) =>
      hasEmpty(inputs) ? onCpu(kernelName, inputs, attributes) : undefined,
    );
  }
}

function hasEmpty(inputs: tf.NamedTensorInfoMap): boolean {
  for (const name in inputs) {
    const input = inputs[name] as tf.TensorInfo | tf.TensorInfo[] | undefined;
    const all = Array.isArray(input) ? input : [input];
    if (all.some((one) => one?.shape.includes(0))) return true;
  }
  return false;
}

interface Backend extends tf.KernelBackend {
  readSync(dataId: tf.DataId): tf.backend_util.BackendValues;
  write(values: tf.backend_util.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId;
}

/** tfjs's cpu kernel of an operation, on copies: for rare operations, this is slow. */
export function onCpu(
  kernelName: string,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap,
): tf.TensorInfo | tf.TensorInfo[] {
  const ours = tf.engine().findBackend("tensorflow") as Backend;
  const cpu = tf.engine().findBackend("cpu") as Backend;
  const copied: tf.TensorInfo[] = [];
  const copy = (one: tf.TensorInfo): tf.TensorInfo => {
    if (!one) return one;
    const dataId = cpu.write(ours.readSync(one.dataId), one.shape, one.dtype);
    copied.push({ dataId, shape: one.shape, dtype: one.dtype });
    // some kernels take tensors for granted
    return { dataId, shape: one.shape, dtype: one.dtype, rank: one.shape.length } as tf.TensorInfo;
  };
  const copies = Object.entries(inputs).map(([name, input]) => {
    const given = input as tf.TensorInfo | tf.TensorInfo[];
    return [name, Array.isArray(given) ? given.map(copy) : copy(given)] as const;
  });
  // lists of tensors come as arrays
  const given = Array.isArray(inputs) ? copies.map(([, one]) => one) : Object.fromEntries(copies);
  const result = tf.getKernel(kernelName, "cpu").kernelFunc({
    inputs: given as tf.NamedTensorInfoMap,
    ...(attrs && { attrs }),
    backend: cpu,
  });
  const made = [result].flat();
  const outputs = made.map(({ dataId, shape, dtype }) => ({
    dataId: ours.write(cpu.readSync(dataId), shape, dtype),
    shape,
    dtype,
  }));
  for (const { dataId } of made) cpu.disposeData(dataId);
  for (const { dataId } of copied) cpu.disposeData(dataId, true);
  return Array.isArray(result) ? outputs : (outputs[0] as tf.TensorInfo);
}
