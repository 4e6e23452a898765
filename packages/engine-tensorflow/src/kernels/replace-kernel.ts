import * as tf from "@tensorflow/tfjs";
import type { TensorflowBackend } from "../backend/tensorflow-backend.ts";

/** A kernel of ours: its inputs by name, its attributes, and the backend that holds the data. */
export type TensorflowKernel<Inputs, Attributes> = (
  inputs: Inputs,
  attributes: Attributes,
  backend: TensorflowBackend,
) => tf.TensorInfo | tf.TensorInfo[];

/** Registers a kernel for the TensorFlow backend, in place of tfjs-node's, if there is one. */
export function replaceKernel<Inputs, Attributes>(
  kernelName: string,
  kernel: TensorflowKernel<Inputs, Attributes>,
): void {
  if (tf.getKernel(kernelName, "tensorflow")) tf.unregisterKernel(kernelName, "tensorflow");
  tf.registerKernel({
    kernelName,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs, backend }) =>
      kernel(inputs as Inputs, attrs as Attributes, backend as TensorflowBackend),
  });
}

/**
 * Puts a kernel of ours before tfjs-node's, for the calls that it takes.
 *
 * @param ours - The result, or undefined where tfjs-node's own kernel shall compute.
 */
export function precedeKernel<Inputs, Attributes>(
  kernelName: string,
  ours: (
    inputs: Inputs,
    attributes: Attributes,
    backend: TensorflowBackend,
  ) => tf.TensorInfo | tf.TensorInfo[] | undefined,
): void {
  const original = tf.getKernel(kernelName, "tensorflow");
  tf.unregisterKernel(kernelName, "tensorflow");
  tf.registerKernel({
    ...original,
    kernelFunc: (call) =>
      ours(call.inputs as Inputs, call.attrs as Attributes, call.backend as TensorflowBackend) ??
      original.kernelFunc(call),
  });
}
