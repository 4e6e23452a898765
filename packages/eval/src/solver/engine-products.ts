import * as tf from "@tensorflow/tfjs";
import type { PaddedRows } from "./padded-rows.ts";
import type { Products } from "./products.ts";

/** Products on the current engine, in float32. Holds the rows there until it is disposed. */
export function engineProducts(rows: PaddedRows, classCount: number): Products {
  const { count: N, width: F } = rows;
  const L = classCount;
  const X = tf.tensor2d(rows.values.subarray(0, N * F), [N, F]);
  const read = async (make: () => tf.Tensor, into: Float64Array): Promise<void> => {
    const product = tf.tidy(make);
    try {
      into.set(await product.data());
    } finally {
      product.dispose();
    }
  };
  // Neither product lets matMul turn X: several engines do that slowly.
  return {
    arithmetic: "float32",
    noise: 1e-7,
    scores: (weights, into) =>
      read(() => tf.matMul(X, tf.transpose(float32(weights, [L, F]))), into),
    pullBack: (residuals, into) =>
      read(() => tf.matMul(tf.transpose(float32(residuals, [N, L])), X), into),
    async gram() {
      const gram = new Float64Array(F * F);
      await read(() => tf.matMul(tf.transpose(X), X), gram);
      return gram;
    },
    dispose: () => X.dispose(),
  };
}

function float32(values: Float64Array, shape: [number, number]): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(values), shape);
}
