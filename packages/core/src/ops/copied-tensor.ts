import * as tf from "@tensorflow/tfjs";
import { hasFusedKernel, runFusedKernel } from "./fused-kernel.ts";

/** The kernel that an engine may register: no inputs, `values` and `shape`; to `[tensor]`. */
const KERNEL = "CopiedFloats";

/**
 * A tensor of values that are copied before this returns: the array may then be used again, which `tf.tensor`
 * does not promise. It may lie in shared memory.
 *
 * Engines with memory of their own copy there, without making new pages for every batch.
 *
 * @param values - As many as the shape holds.
 * @returns float32. The caller disposes it.
 * @throws {RangeError} If there are not as many values.
 *
 * @example
 * const images = copiedTensor<tf.Rank.R4>(slot, [256, 32, 32, 3]);
 */
export function copiedTensor<R extends tf.Rank>(
  values: Float32Array,
  shape: tf.ShapeMap[R],
): tf.Tensor<R> {
  const size = tf.util.sizeFromShape(shape);
  if (values.length !== size) {
    throw new RangeError(
      `copiedTensor: values must be as many as shape [${shape}] holds, ${size}; got ${values.length}.`,
    );
  }
  if (!hasFusedKernel(KERNEL)) return tf.tensor<R>(values.slice(), shape);
  const [tensor] = runFusedKernel(KERNEL, {}, { values, shape: [...shape] });
  return tensor as tf.Tensor<R>;
}
