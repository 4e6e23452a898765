import type * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "../backend/native-backend.ts";
import { precedeKernel, replaceKernel } from "./replace-kernel.ts";

interface Attributes {
  readonly alpha?: number;
  readonly clipValueMin?: number;
  readonly clipValueMax?: number;
}

/** As the addon numbers them: `Unary` in operations.h. */
const OPERATIONS = [
  ...["Abs", "Ceil", "Floor", "Neg", "Square", "Sqrt", "Rsqrt", "Reciprocal"],
  ...["Exp", "Expm1", "Log", "Log1p"],
  ...["Relu", "Relu6", "LeakyRelu", "Elu", "Selu", "Sigmoid", "Tanh", "Softplus"],
  ...["Step", "Sign", "Sin", "Cos", "Erf", "ClipByValue"],
];
const SQUARE = OPERATIONS.indexOf("Square");
const SWISH = OPERATIONS.length;

/**
 * The operations on each element of one float32 tensor, and `Swish` of `@unlabeled/core`.
 *
 * Erf is exact to a unit in the last place, unlike tfjs's (1.5e-7 absolute).
 */
export function registerUnary(): void {
  for (const [operation, kernelName] of OPERATIONS.entries()) {
    precedeKernel(
      kernelName,
      ({ x }: { x: tf.TensorInfo }, attributes: Attributes | undefined, backend) =>
        x.dtype === "float32" ? unary(backend, operation, x, attributes) : undefined,
    );
  }
  replaceKernel("Swish", ({ x }: { x: tf.TensorInfo }, _attributes, backend) => [
    unary(backend, SWISH, x),
  ]);
}

/** The squares of a float32 tensor. */
export function square(backend: NativeBackend, x: tf.TensorInfo): tf.TensorInfo {
  return unary(backend, SQUARE, x);
}

function unary(
  backend: NativeBackend,
  operation: number,
  x: tf.TensorInfo,
  { alpha, clipValueMin = 0, clipValueMax = 0 }: Attributes = {},
): tf.TensorInfo {
  const from = backend.floats(x);
  const { tensor, elements } = backend.makeFloats(x.shape);
  backend.addon.unary(operation, from, elements, alpha ?? clipValueMin, clipValueMax);
  return tensor;
}
