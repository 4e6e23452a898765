import * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "../backend/native-backend.ts";

/** Below this the JavaScript heap serves as well, bytes. */
const SMALL = 4096;

/** A new bool tensor and its elements, which the caller fills. */
export function makeBools(
  backend: NativeBackend,
  shape: number[],
): { tensor: tf.TensorInfo; elements: Uint8Array } {
  const count = tf.util.sizeFromShape(shape);
  const elements = count < SMALL ? new Uint8Array(count) : backend.pool.bytes(count);
  return { tensor: adopted(backend, shape, "bool", elements), elements };
}

/** A new int32 tensor and its elements, which the caller fills. */
export function makeInts(
  backend: NativeBackend,
  shape: number[],
): { tensor: tf.TensorInfo; elements: Int32Array } {
  const count = tf.util.sizeFromShape(shape);
  const elements = 4 * count < SMALL ? new Int32Array(count) : pooledInts(backend, count);
  return { tensor: adopted(backend, shape, "int32", elements), elements };
}

function pooledInts({ pool }: NativeBackend, count: number): Int32Array {
  const { buffer, byteOffset } = pool.bytes(4 * count);
  return new Int32Array(buffer, byteOffset, count);
}

function adopted(
  backend: NativeBackend,
  shape: number[],
  dtype: "bool" | "int32",
  elements: Uint8Array | Int32Array,
): tf.TensorInfo {
  const tensor = backend.makeTensorInfo(shape, dtype, elements);
  backend.pool.give(elements); // the tensor's data is now the only user
  return tensor;
}
