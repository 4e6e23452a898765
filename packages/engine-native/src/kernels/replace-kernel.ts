import * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "../backend/native-backend.ts";

/** A kernel of ours: its inputs by name, its attributes, and the backend that holds the data. */
export type NativeKernel<Inputs, Attributes> = (
  inputs: Inputs,
  attributes: Attributes,
  backend: NativeBackend,
) => tf.TensorInfo | tf.TensorInfo[];

/** Registers a kernel for the native backend, in place of tfjs's cpu one, if there is one. */
export function replaceKernel<Inputs, Attributes>(
  kernelName: string,
  kernel: NativeKernel<Inputs, Attributes>,
): void {
  if (tf.getKernel(kernelName, "native")) tf.unregisterKernel(kernelName, "native");
  tf.registerKernel({
    kernelName,
    backendName: "native",
    kernelFunc: ({ inputs, attrs, backend }) =>
      kernel(inputs as Inputs, attrs as Attributes, backend as NativeBackend),
  });
}

/**
 * Puts a kernel of ours before tfjs's, for the calls that it takes.
 *
 * @param fast - The result, or undefined where tfjs's own kernel shall compute.
 */
export function precedeKernel<Inputs, Attributes>(
  kernelName: string,
  fast: (
    inputs: Inputs,
    attributes: Attributes,
    backend: NativeBackend,
  ) => tf.TensorInfo | tf.TensorInfo[] | undefined,
): void {
  const original = tf.getKernel(kernelName, "native");
  tf.unregisterKernel(kernelName, "native");
  tf.registerKernel({
    ...original,
    kernelFunc: (call) =>
      fast(call.inputs as Inputs, call.attrs as Attributes, call.backend as NativeBackend) ??
      original.kernelFunc(call),
  });
}
