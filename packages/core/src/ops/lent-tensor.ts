import * as tf from "@tensorflow/tfjs";
import { copiedTensor } from "./copied-tensor.ts";
import { hasFusedKernel, runFusedKernel } from "./fused-kernel.ts";

/** The kernel that an engine may register: no inputs, `values`, `shape` and `done`; to `[tensor]`. */
const KERNEL = "LentFloats";

/**
 * A tensor of values that are lent: they must stay as they are until `done` is called. They may lie in shared memory.
 *
 * Engines that can compute on any memory take the values where they lie, and give them back when the last tensor
 * of this data is disposed; others copy them, and give them back before this returns.
 *
 * @param values - As many as the shape holds; at least one.
 * @param done - Called once. It must not throw.
 * @returns float32. The caller disposes it.
 * @throws {RangeError} If there are not as many values; they are not lent then.
 *
 * @example
 * const images = lentTensor<tf.Rank.R4>(slot, [256, 32, 32, 3], () => free.push(slot));
 */
export function lentTensor<R extends tf.Rank>(
  values: Float32Array,
  shape: tf.ShapeMap[R],
  done: () => void,
): tf.Tensor<R> {
  const size = tf.util.sizeFromShape(shape);
  if (values.length !== size || size === 0) {
    throw new RangeError(
      `lentTensor: values must be as many as shape [${shape}] holds, ${size}, and at least one; got ${values.length}.`,
    );
  }
  if (hasFusedKernel(KERNEL)) {
    const [tensor] = runFusedKernel(KERNEL, {}, { values, shape: [...shape], done });
    return tensor as tf.Tensor<R>;
  }
  const tensor = copiedTensor(values, shape);
  done();
  return tensor;
}
