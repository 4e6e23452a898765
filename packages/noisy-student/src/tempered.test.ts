import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { tempered } from "./tempered.ts";

const logits = () => tf.randomNormal<tf.Rank.R2>([5, 4], 0, 3, "float32", 1);

test.for([0.1, 0.5, 1, 3])("of softmax(logits) it is softmax(logits / %d)", (temperature) => {
  const expected = tf.softmax(tf.div<tf.Tensor2D>(logits(), temperature));
  expect(tempered(tf.softmax(logits()), temperature)).toBeAllclose(expected, 1e-5);
});

test("by hand: 0.8 and 0.2 at temperature 0.5 are 16/17 and 1/17", () => {
  expect(tempered(tf.tensor2d([[0.8, 0.2]]), 0.5)).toBeAllclose([[16 / 17, 1 / 17]], 1e-6);
});

test("a row whose powers all vanish in float32 is still right", () => {
  const row = tf.fill<tf.Rank.R2>([1, 1000], 0.001); // 0.001^20 = 1e-60
  expect(tempered(row, 0.05)).toBeAllclose(row, 1e-8);
});

test("zeros stay zeros, and groups are taken row by row", () => {
  const rows = tf.tensor3d([
    [
      [0, 1],
      [0.5, 0.5],
    ],
  ]);
  expect(tempered(rows, 0.1)).toBeAllclose(rows, 1e-7);
});
