import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";

/** A tensor's shape and values, on no backend. */
export interface Computed {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

type Operation = (...inputs: tf.Tensor[]) => tf.Tensor;

export const computed = (tensor: tf.Tensor): Computed => ({
  shape: tensor.shape,
  values: Float32Array.from(tensor.dataSync()),
});

/** The value of an operation and its gradients by all inputs, which are made on the backend. */
export async function valueAndGradients(
  backend: string,
  inputs: () => tf.Tensor[],
  apply: Operation,
): Promise<Computed[]> {
  await tf.setBackend(backend);
  const tensors = inputs();
  const value = apply(...tensors);
  const dy = tf.randomUniform(value.shape, -1, 1, "float32", 99);
  return [value, ...tf.grads(apply)(tensors, dy)].map(computed);
}

/** Expects equal shapes, and differences of at most `tolerance` times the largest value (and `floor`). */
export function expectClose(
  got: readonly Computed[],
  want: readonly Computed[],
  tolerance = 1e-5,
  floor = 1e-6,
): void {
  expect(got.map(({ shape }) => shape)).toEqual(want.map(({ shape }) => shape));
  want.forEach(({ values }, i) => {
    const mine = (got[i] as Computed).values;
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), floor);
    const differences = values.map((value, j) => Math.abs((mine[j] as number) - value));
    const worst = differences.reduce((most, one) => Math.max(most, one), 0); // NaN where there is one
    expect(worst / largest, `output ${i}, relative error`).toBeLessThanOrEqual(tolerance);
  });
}

/** Standard normal numbers, the same on every backend. */
export const normal = (shape: readonly number[], seed: number, mean = 0): tf.Tensor =>
  tf.randomNormal([...shape], mean, 1, "float32", seed);
