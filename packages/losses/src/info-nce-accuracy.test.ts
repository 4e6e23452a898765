import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { infoNceAccuracy } from "./info-nce-accuracy.ts";

const rows = (count: number, seed: number): tf.Tensor2D =>
  tf.randomNormal([count, 3], 0, 1, "float32", seed);

test("counts the queries whose nearest row among key and negatives is the key, row by row", () => {
  const q = rows(20, 1);
  const k = tf.add<tf.Tensor2D>(q, rows(20, 2));
  const negatives = rows(4, 3);
  const [a, b, others] = [q.arraySync(), k.arraySync(), negatives.arraySync()];
  const cosine = (u: number[], v: number[]) =>
    u.reduce((sum, value, d) => sum + value * (v[d] as number), 0) /
    Math.hypot(...u) /
    Math.hypot(...v);
  const right = a.filter((row, i) => {
    const nearest = Math.max(...others.map((other) => cosine(row, other)));
    return cosine(row, b[i] as number[]) > nearest;
  }).length;
  expect(right).toBeGreaterThan(0);
  expect(right).toBeLessThan(20);
  expect(infoNceAccuracy(q, k, negatives)).toBeAllclose(right / 20);
});

test("is 1 for equal views, whatever their scale, and 0 when all embeddings coincide", () => {
  const q = rows(6, 1);
  expect(infoNceAccuracy(q, tf.mul(q, 3), rows(9, 2))).toBeAllclose(1);
  const same = (count: number) => tf.tensor2d(Array.from({ length: count }, () => [2, 0, 0]));
  expect(infoNceAccuracy(same(5), same(5), same(3))).toBeAllclose(0);
});

test("does not take keys of other images as candidates", () => {
  const q = tf.tensor2d([
    [1, 0],
    [1, 0.1],
  ]);
  const k = tf.tensor2d([
    [1, 0.5],
    [1, 0.1], // nearer to the first query than its own
  ]);
  expect(infoNceAccuracy(q, k, tf.tensor2d([[-1, 0]]))).toBeAllclose(1);
});

test("is near 1 / (K + 1) at chance", () => {
  expect(infoNceAccuracy(rows(3000, 1), rows(3000, 2), rows(3, 3))).toBeAllclose(0.25, 0.03);
});

test("may stand beside a loss whose gradient is taken", () => {
  const z = rows(4, 1);
  const gradient = tf.grad((z) => {
    infoNceAccuracy(z as tf.Tensor2D, z as tf.Tensor2D, z as tf.Tensor2D);
    return tf.sum(z);
  })(z);
  expect(gradient).toBeAllclose(tf.ones([4, 3]));
});

test("leaves one tensor, its result, and names what is wrong", () => {
  const z = rows(2, 1);
  const before = tf.memory().numTensors;
  infoNceAccuracy(z, z, z);
  expect(tf.memory().numTensors).toBe(before + 1);
  expect(() => infoNceAccuracy(z, rows(3, 1), z)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: infoNceAccuracy: keys must have shape [N, D] with N = 2, D = 3; got [3, 3].]`,
  );
  const none: tf.Tensor2D = tf.zeros([0, 3]);
  expect(() => infoNceAccuracy(none, none, z)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: infoNceAccuracy: queries must have at least one row; got 0.]`,
  );
  expect(() => infoNceAccuracy(z, z, none)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: infoNceAccuracy: negatives must have at least one row; got 0.]`,
  );
});
