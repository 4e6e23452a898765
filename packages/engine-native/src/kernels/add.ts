import * as tf from "@tensorflow/tfjs";
import { ADD, zip } from "./binary.ts";
import { precedeKernel } from "./replace-kernel.ts";

type Inputs = Record<"a" | "b", tf.TensorInfo>;

/** Sums of fewer elements are added at once. */
const LATE = 1 << 14;

/**
 * Add, late: the sum of two large tensors is computed when something reads it.
 *
 * Where the gradient of a residual block's shortcut meets that of its branch, the batch normalization before it
 * reads both, and the sum is never written.
 */
export function registerAdd(): void {
  precedeKernel("Add", ({ a, b }: Inputs, _attributes, backend) => {
    const late =
      tf.util.arraysEqual(a.shape, b.shape) &&
      a.dtype === "float32" &&
      b.dtype === "float32" &&
      tf.util.sizeFromShape(a.shape) >= LATE;
    return late ? backend.makeSum(a, b) : zip(backend, ADD, a, b);
  });

  precedeKernel("AddN", (inputs: readonly tf.TensorInfo[], _attributes, backend) => {
    const [first, second, ...others] = inputs;
    if (!first || !second) return undefined;
    const sum = zip(backend, ADD, first, second);
    if (!sum) return undefined;
    const elements = backend.floats(sum);
    const layout = Int32Array.of(elements.length, 1, 1);
    for (const other of elements.length > 0 ? others : []) {
      backend.addon.binary(ADD, layout, elements, backend.floats(other), elements);
    }
    return sum;
  });
}
