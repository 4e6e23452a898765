import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { l2Normalize } from "./l2-normalize.ts";

test("gives each row length 1 and leaves its direction", () => {
  const x = tf.tensor2d([
    [3, 4],
    [-5, 12],
  ]);
  expect(l2Normalize(x)).toBeAllclose([
    [0.6, 0.8],
    [-5 / 13, 12 / 13],
  ]);
});

test("leaves a zero row zero, with a finite gradient, and divides by 1e-6 at least", () => {
  const x = tf.tensor2d([
    [0, 0],
    [3e-7, 4e-7],
  ]);
  expect(l2Normalize(x)).toBeAllclose([
    [0, 0],
    [0.3, 0.4], // the bound on the squared norm is 1e-12
  ]);
  const gradient = tf.grad((x) => tf.sum(l2Normalize(x as tf.Tensor2D)))(tf.zeros([1, 2]));
  expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
});

test("leaves one tensor, its result, and names what is wrong", () => {
  const x: tf.Tensor2D = tf.ones([2, 2]);
  const before = tf.memory().numTensors;
  l2Normalize(x);
  expect(tf.memory().numTensors).toBe(before + 1);
  const flat = tf.ones([2]) as unknown as tf.Tensor2D;
  expect(() => l2Normalize(flat)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: l2Normalize: x must have shape [N, D]; got [2].]`,
  );
});
