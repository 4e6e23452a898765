import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import lightly from "../fixtures/lightly.json";
import { spread } from "./spread.ts";

test("is lightly's standard deviation of normalized rows, times √D, with N for N - 1", () => {
  const [N, D] = [lightly.z0.length, lightly.z0[0]?.length ?? 0];
  const expected = lightly.deviation * Math.sqrt((N - 1) / N) * Math.sqrt(D);
  expect(spread(tf.tensor2d(lightly.z0))).toBeAllclose(expected);
});

test("is near 1 for directions that fill the sphere, and scale does not matter", () => {
  const z: tf.Tensor2D = tf.randomNormal([2000, 8], 0, 1, "float32", 1);
  expect(spread(z)).toBeAllclose(1, 0.01);
  expect(spread(tf.mul(z, 100))).toBeAllclose(spread(z));
});

test("is 0 when all rows point one way, and for one row", () => {
  expect(
    spread(
      tf.tensor2d([
        [1, 2],
        [2, 4],
        [0.5, 1],
      ]),
    ),
  ).toBeAllclose(0);
  expect(spread(tf.tensor2d([[1, 2]]))).toBeAllclose(0);
});

test("is 1 / √D when one dimension of D is used, both ways", () => {
  expect(
    spread(
      tf.tensor2d([
        [3, 0, 0, 0],
        [-1, 0, 0, 0],
      ]),
    ),
  ).toBeAllclose(0.5);
});

test("leaves one tensor, its result, and names what is wrong", () => {
  const z: tf.Tensor2D = tf.ones([2, 3]);
  const before = tf.memory().numTensors;
  spread(z);
  expect(tf.memory().numTensors).toBe(before + 1);
  expect(() => spread(tf.zeros([0, 3]))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: spread: z must not be empty; got [0, 3].]`,
  );
});
