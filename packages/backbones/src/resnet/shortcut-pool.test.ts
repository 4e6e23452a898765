import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { shortcutPool } from "./shortcut-pool.ts";

const maps = (rows: number[][]) =>
  tf.tensor4d(rows.flat(), [1, rows.length, rows[0]?.length ?? 0, 1]);
const rowsOf = (x: tf.Tensor4D) => tf.squeeze(x, [0, 3]);

test("means of 2x2, filled with zeros where a size is odd", () => {
  const x = maps([
    [1, 3, 4],
    [5, 7, 8],
    [4, 8, 12],
  ]);
  // (1 + 3 + 5 + 7) / 4, (4 + 8 + 0 + 0) / 4; (4 + 8 + 0 + 0) / 4, 12 / 4
  expect(rowsOf(shortcutPool(x, 2))).toBeAllclose([
    [4, 3],
    [3, 3],
  ]);
  expect(shortcutPool(tf.ones([2, 4, 6, 3]), 2)).toBeAllclose(tf.ones([2, 2, 3, 3]));
});

test("with stride 1 the mean of the pixels that there are", () => {
  const x = maps([
    [1, 3],
    [5, 7],
  ]);
  // all four, (3 + 7) / 2; (5 + 7) / 2, 7: as TensorFlow's "SAME"
  expect(rowsOf(shortcutPool(x, 1))).toBeAllclose([
    [4, 5],
    [6, 7],
  ]);
  expect(shortcutPool(x, 1)).toBeAllclose(tf.avgPool(x, 2, 1, "same"));
});

test.for([1, 2])("with a gradient that is the transposed of it: stride %i", (stride) => {
  const shape = [1, 3, 5, 1] as const;
  const x: tf.Tensor4D = tf.randomUniform([...shape], -1, 1, "float32", 1);
  const dy = tf.randomUniform(shortcutPool(x, stride).shape, -1, 1, "float32", 2);
  const gradient = tf.grad((x) => shortcutPool(x as tf.Tensor4D, stride))(x, dy);
  // a linear function: its value at each pixel's unit vector, times dy
  const units = tf.eye(15).reshape([15, 3, 5, 1]) as tf.Tensor4D;
  const expected = tf.sum(tf.mul(shortcutPool(units, stride), dy), [1, 2, 3]);
  expect(gradient).toBeAllclose(tf.reshape(expected, [...shape]));
});

test("leaves one tensor", () => {
  const x = tf.ones([1, 3, 3, 2]) as tf.Tensor4D;
  const before = tf.memory().numTensors;
  for (const stride of [1, 2]) shortcutPool(x, stride);
  expect(tf.memory().numTensors).toBe(before + 2);
});
