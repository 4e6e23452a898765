import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { globalAveragePool } from "./global-average-pool.ts";

const maps = () => tf.randomNormal([2, 3, 4, 5], 0, 1, "float32", 1) as tf.Tensor4D;

test("equals tfjs's mean over height and width, and its gradient", () => {
  const [x, dy] = [maps(), tf.randomNormal<tf.Rank.R2>([2, 5], 0, 1, "float32", 2)];
  const pool = (x: tf.Tensor) => globalAveragePool(x as tf.Tensor4D);
  const one = tf.valueAndGrad(pool)(x, dy);
  const other = tf.valueAndGrad((x: tf.Tensor) => tf.mean(x, [1, 2]))(x, dy);
  expect(one.value).toBeAllclose(other.value, 1e-6);
  expect(one.grad).toBeAllclose(other.grad, 1e-6);
});

test("is the map itself where there is one pixel", () => {
  const x = tf.tensor4d([1, 2, 3, 4], [2, 1, 1, 2]);
  expect(globalAveragePool(x)).toBeAllclose([
    [1, 2],
    [3, 4],
  ]);
});

test("leaves one tensor", () => {
  const x = maps();
  const before = tf.memory().numTensors;
  globalAveragePool(x);
  expect(tf.memory().numTensors).toBe(before + 1);
});
