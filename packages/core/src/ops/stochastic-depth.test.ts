import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { randomStream } from "../random/philox.ts";
import { stochasticDepth } from "./stochastic-depth.ts";

const SEEDS = Int32Array.from([3, 1, 4, 1, 5, 9]);
const OPTIONS = { rate: 0.5, seeds: SEEDS, layer: "stage1/block0" };

test("leaves out whole images, and scales the others", () => {
  const maps = tf.randomNormal<tf.Rank.R4>([6, 2, 3, 4], 0, 1, "float32", 0);
  const kept = [...SEEDS].map((seed) =>
    randomStream({ seed, purpose: "stage1/block0" }).uniform() < 0.5 ? 0 : 2,
  );
  expect(new Set(kept).size).toBe(2); // of these seeds some are left out
  const literal = tf.mul(maps, tf.tensor4d(kept, [6, 1, 1, 1])).arraySync();
  expect(stochasticDepth(maps, OPTIONS).arraySync()).toEqual(literal);
});

test("its gradient is 0 of what is left out", () => {
  const maps = tf.ones<tf.Rank.R4>([6, 1, 1, 2]);
  const dx = tf.grad((x: tf.Tensor) => tf.sum(stochasticDepth(x as tf.Tensor4D, OPTIONS)))(maps);
  expect(dx.arraySync()).toEqual(stochasticDepth(maps, OPTIONS).arraySync());
});

test("leaves out its rate of images", () => {
  const seeds = Int32Array.from({ length: 4000 }, (_, i) => i);
  const y = stochasticDepth(tf.ones([4000, 1, 1, 1]), { rate: 0.2, seeds, layer: "b" }).dataSync();
  const out = y.filter((value) => value === 0).length / y.length;
  expect(Math.abs(out - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / y.length));
});

test("leaves nothing behind", () => {
  const maps = tf.ones<tf.Rank.R4>([6, 1, 1, 2]);
  const before = tf.memory().numTensors;
  stochasticDepth(maps, OPTIONS).dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test("throws where seeds are missing", () => {
  expect(() => stochasticDepth(tf.ones([2, 1, 1, 1]), { ...OPTIONS, seeds: undefined })).toThrow(
    "stochasticDepth: seeds must have one number for each of 2 rows; got none.",
  );
});
