import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { contrastiveAccuracy } from "./contrastive-accuracy.ts";

test("counts the first views whose nearest second view is theirs, row by row", () => {
  const z0: tf.Tensor2D = tf.randomNormal([20, 3], 0, 1, "float32", 1);
  const z1: tf.Tensor2D = tf.add(z0, tf.randomNormal([20, 3], 0, 1, "float32", 2));
  const [a, b] = [z0.arraySync(), z1.arraySync()];
  const cosine = (u: number[], v: number[]) =>
    u.reduce((sum, value, d) => sum + value * (v[d] as number), 0) /
    Math.hypot(...u) /
    Math.hypot(...v);
  const right = a.filter((row, i) => {
    const similarities = b.map((other) => cosine(row, other));
    return similarities.indexOf(Math.max(...similarities)) === i;
  }).length;
  expect(right).toBeGreaterThan(0);
  expect(right).toBeLessThan(20);
  expect(contrastiveAccuracy(z0, z1)).toBeAllclose(right / 20);
});

test("is 1 for equal views of unlike images, whatever their scale, and 1 / N when all coincide", () => {
  const z: tf.Tensor2D = tf.randomNormal([6, 4], 0, 1, "float32", 1);
  expect(contrastiveAccuracy(z, tf.mul(z, 3))).toBeAllclose(1);
  const same: tf.Tensor2D = tf.ones([5, 4]);
  expect(contrastiveAccuracy(same, same)).toBeAllclose(1 / 5);
});

test("does not take other first views as candidates", () => {
  const z0 = tf.tensor2d([
    [1, 0],
    [1, 0.1],
  ]); // nearer to each other than to their second views
  const z1 = tf.tensor2d([
    [1, -1],
    [1, 1],
  ]);
  expect(contrastiveAccuracy(z0, z1)).toBeAllclose(1);
});

test("may stand beside a loss whose gradient is taken", () => {
  const z: tf.Tensor2D = tf.randomNormal([4, 3], 0, 1, "float32", 1);
  const gradient = tf.grad((z) => {
    contrastiveAccuracy(z as tf.Tensor2D, z as tf.Tensor2D);
    return tf.sum(z);
  })(z);
  expect(gradient).toBeAllclose(tf.ones([4, 3]));
});

test("leaves one tensor, its result, and names what is wrong", () => {
  const z: tf.Tensor2D = tf.ones([2, 3]);
  const before = tf.memory().numTensors;
  contrastiveAccuracy(z, z);
  expect(tf.memory().numTensors).toBe(before + 1);
  expect(() => contrastiveAccuracy(z, tf.ones([3, 3]))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: contrastiveAccuracy: z1 must have shape [N, D] with N = 2, D = 3; got [3, 3].]`,
  );
  const none: tf.Tensor2D = tf.zeros([0, 2]);
  expect(() => contrastiveAccuracy(none, none)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: contrastiveAccuracy: z0 must have at least one row; got 0.]`,
  );
});
