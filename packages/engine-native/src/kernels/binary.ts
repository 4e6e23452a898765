import type * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "../backend/native-backend.ts";
import { broadcastLayout } from "./broadcast-layout.ts";
import { precedeKernel, replaceKernel } from "./replace-kernel.ts";
import { square } from "./unary.ts";

type Inputs = Record<string, tf.TensorInfo>;

/** As the addon numbers them (`Binary` in operations.h), with what tfjs calls their operands. Add is in add.ts. */
const OPERATIONS = [
  ["Add", "a", "b"],
  ["Sub", "a", "b"],
  ["Multiply", "a", "b"],
  ["RealDiv", "a", "b"],
  ["Maximum", "a", "b"],
  ["Minimum", "a", "b"],
  ["SquaredDifference", "a", "b"],
  ["Pow", "a", "b"],
  ["Prelu", "x", "alpha"],
  ["EluGrad", "dy", "y"],
] as const;
export const ADD = 0;
const SWISH_GRAD = OPERATIONS.length;

/** The operations on the elements of two float32 tensors, and `SwishGrad` of `@unlabeled/core`. */
export function registerBinary(): void {
  for (const [operation, [kernelName, left, right]] of OPERATIONS.entries()) {
    if (operation === ADD) continue;
    const power = kernelName === "Pow";
    precedeKernel(kernelName, (inputs: Inputs, _attributes, backend) => {
      const [a, b] = [inputs[left] as tf.TensorInfo, inputs[right] as tf.TensorInfo];
      const squares = power && a.dtype === "float32" && isTwo(backend, b);
      return squares ? square(backend, a) : zip(backend, operation, a, b);
    });
  }
  replaceKernel(
    "SwishGrad",
    ({ dy, x }: Record<"dy" | "x", tf.TensorInfo>, _attributes, backend) => [
      zip(backend, SWISH_GRAD, dy, x) as tf.TensorInfo,
    ],
  );
}

/** An operation on two float32 tensors, either of which may be broadcast; undefined where it is tfjs's. */
export function zip(
  backend: NativeBackend,
  operation: number,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
): tf.TensorInfo | undefined {
  if (a.dtype !== "float32" || b.dtype !== "float32") return undefined;
  const layout = broadcastLayout(a.shape, b.shape);
  if (!layout) return undefined;
  const [left, right] = [backend.floats(a), backend.floats(b)];
  const { tensor, elements } = backend.makeFloats(layout.shape);
  if (elements.length > 0) backend.addon.binary(operation, layout.steps, left, right, elements);
  return tensor;
}

/** Whether an exponent is the number 2. */
function isTwo(backend: NativeBackend, exponent: tf.TensorInfo): boolean {
  return (
    exponent.shape.length === 0 && exponent.dtype === "float32" && backend.floats(exponent)[0] === 2
  );
}
