import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import lightly from "../fixtures/lightly.json";
import { byolLoss } from "./byol-loss.ts";

test("is the squared distance of the unit vectors, row by row", () => {
  const [p, z] = [lightly.z0, lightly.z1];
  const unit = (row: number[]) => row.map((value) => value / Math.hypot(...row));
  const distances = p.map((row, i) => {
    const [a, b] = [unit(row), unit(z[i] as number[])];
    return a.reduce((sum, value, d) => sum + (value - (b[d] as number)) ** 2, 0);
  });
  const expected = distances.reduce((sum, value) => sum + value, 0) / distances.length;
  expect(byolLoss(tf.tensor2d(p), tf.tensor2d(z))).toBeAllclose(expected);
});

test("has the authors' value, both directions added", () => {
  // Computed in float64 from google-deepmind/deepmind-research: byol/utils/helpers.py, regression_loss.
  const p0 = tf.tensor2d([1, 2, -1, 0.5, -1, 2], [2, 3]);
  const p1 = tf.tensor2d([0.8, 1.5, -0.5, -0.2, -1.2, 1], [2, 3]);
  const z0 = tf.tensor2d([0.9, 1.9, -1.2, 0.4, -0.8, 1.9], [2, 3]);
  const z1 = tf.tensor2d([1, 1.2, -0.6, -0.1, -1, 1.1], [2, 3]);
  expect(tf.add(byolLoss(p0, z1), byolLoss(p1, z0))).toBeAllclose(0.28866731, 1e-6);
});

test("is 2 + 2 of lightly's negative cosine similarity, and so its gradient", () => {
  const [p, z] = [tf.tensor2d(lightly.z0), tf.tensor2d(lightly.z1)];
  const { loss, gradient0 } = lightly.negativeCosine;
  expect(byolLoss(p, z)).toBeAllclose(2 + 2 * loss);
  const gradient = tf.grad((p) => byolLoss(p as tf.Tensor2D, z))(p);
  expect(gradient).toBeAllclose(tf.mul(gradient0, 2));
});

test.for([
  ["along its target", [[2, 0]], 0],
  ["across it", [[0, 3]], 2],
  ["against it", [[-1, 0]], 4],
] as const)("a prediction %s costs %d", ([, p, expected]) => {
  const z = tf.tensor2d([[5, 0]]);
  expect(byolLoss(tf.tensor2d(p.map((row) => [...row])), z)).toBeAllclose(expected);
});

test("has a finite gradient at the zero row", () => {
  const z = tf.tensor2d([[1, 2]]);
  const gradient = tf.grad((p) => byolLoss(p as tf.Tensor2D, z))(tf.zeros([1, 2]));
  expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
});

test("leaves one tensor, its result", () => {
  const p = tf.tensor2d([[1, 2]]);
  const before = tf.memory().numTensors;
  byolLoss(p, p);
  expect(tf.memory().numTensors).toBe(before + 1);
});

test("names what is wrong", () => {
  const p: tf.Tensor2D = tf.zeros([3, 2]);
  expect(() => byolLoss(p, tf.zeros([3, 4]))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: byolLoss: z must have shape [N, D] with N = 3, D = 2; got [3, 4].]`,
  );
  expect(() => byolLoss(tf.zeros([0, 2]), tf.zeros([0, 2]))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: byolLoss: p must have at least one row; got 0.]`,
  );
});
