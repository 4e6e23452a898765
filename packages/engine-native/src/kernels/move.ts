import type * as tf from "@tensorflow/tfjs";
import type { Movable } from "../addon/move-functions.ts";
import type { NativeBackend } from "../backend/native-backend.ts";
import { type Form, PLAIN } from "../backend/tensor-data.ts";
import { makeBools, makeInts } from "./make-values.ts";
import type { View } from "./view.ts";

interface Made {
  tensor: tf.TensorInfo;
  elements: Movable;
}

/** Tensors' elements as they are held, and where others of their kind go. */
export interface Movables {
  elements: Movable[];
  make(shape: number[]): Made;
}

/**
 * Tensors of one type to be moved together, in bfloat16 where all of them are.
 *
 * @returns Undefined for tensors that tfjs's kernels have to move: strings, complex numbers, and values in plain arrays.
 */
export function movable(
  backend: NativeBackend,
  tensors: readonly tf.TensorInfo[],
): Movables | undefined {
  const dtype = tensors[0]?.dtype;
  if (dtype === undefined || tensors.some((tensor) => tensor.dtype !== dtype)) return undefined;
  if (dtype === "float32") {
    const form: Form = { ...PLAIN, halves: tensors.every((x) => backend.form(x).halves) };
    const elements = tensors.map((x) => backend.elements(x, form));
    return { elements, make: (shape) => backend.make(shape, form) };
  }
  const elements = tensors.map(({ dataId }) => backend.data.get(dataId).values as unknown);
  if (dtype === "int32" && elements.every((values) => values instanceof Int32Array)) {
    return { elements, make: (shape) => makeInts(backend, shape) };
  }
  if (dtype === "bool" && elements.every((values) => values instanceof Uint8Array)) {
    return { elements, make: (shape) => makeBools(backend, shape) };
  }
  return undefined;
}

/** Moves the elements of one view to the places of another. */
export function move(
  { addon }: NativeBackend,
  from: Movable,
  source: View,
  to: Movable,
  target: View,
): void {
  const layout = Int32Array.of(...source.sizes, ...source.strides, ...target.strides);
  addon.move(layout, from, source.offset, to, target.offset);
}

/** A new tensor of the elements in a view of another. */
export function moved(
  backend: NativeBackend,
  x: tf.TensorInfo,
  shape: number[],
  source: View,
  target: View,
): tf.TensorInfo | undefined {
  const movables = movable(backend, [x]);
  if (!movables) return undefined;
  const { tensor, elements } = movables.make(shape);
  move(backend, movables.elements[0] as Movable, source, elements, target);
  return tensor;
}

/** Whether a tensor's elements are bfloat16, so that handing them on as float32 would double them. */
export function isHeldInHalves(backend: NativeBackend, x: tf.TensorInfo): boolean {
  return x.dtype === "float32" && backend.form(x).halves;
}
