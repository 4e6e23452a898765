import type * as tf from "@tensorflow/tfjs";
import type { Attribute, TensorflowBackend } from "./tensorflow-backend.ts";

/** Attributes by name: numbers are integers, `{ float }` is a float, `{ type }` the type of a tensor. */
export type Attributes = Readonly<
  Record<
    string,
    | number
    | boolean
    | string
    | readonly number[]
    | { readonly float: number }
    | { readonly type: tf.DataType }
  >
>;

/**
 * Runs one of TensorFlow's operations.
 *
 * @param name - As TensorFlow has it, "FusedBatchNormV3".
 * @param outputs - How many it has.
 * @returns Its outputs. The caller disposes those that it does not return.
 * @throws {Error} What TensorFlow says.
 */
export function runOperation<Outputs extends tf.Tensor[]>(
  backend: TensorflowBackend,
  name: string,
  inputs: readonly tf.TensorInfo[],
  attributes: Attributes,
  outputs = 1,
): Outputs {
  const list = Object.entries(attributes).map(([key, value]) => attribute(backend, key, value));
  return backend.executeMultipleOutputs(name, list, inputs, outputs) as Outputs;
}

function attribute(
  { binding }: TensorflowBackend,
  name: string,
  value: Attributes[string],
): Attribute {
  if (typeof value === "boolean") return { name, type: binding.TF_ATTR_BOOL, value };
  if (typeof value === "string") return { name, type: binding.TF_ATTR_STRING, value };
  if (typeof value === "number" || Array.isArray(value)) {
    return { name, type: binding.TF_ATTR_INT, value: value as number | number[] };
  }
  if ("float" in value) return { name, type: binding.TF_ATTR_FLOAT, value: value.float };
  const { type } = value as { type: tf.DataType };
  const number =
    type === "bool" ? binding.TF_BOOL : type === "int32" ? binding.TF_INT32 : binding.TF_FLOAT;
  return { name, type: binding.TF_ATTR_TYPE, value: number };
}
