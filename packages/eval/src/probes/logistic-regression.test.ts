import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { largestDifference, peers, tableOf } from "../fixtures/peers.ts";
import { probabilities } from "./logistic-model.ts";
import { logisticRegression } from "./logistic-regression.ts";

test.for(peers.logistic)("is scikit-learn's: $name", async (peer) => {
  const train = tableOf(peer.train);
  // two classes: scikit-learn penalizes one vector w, here ±w/2 are, half as much in all
  const l2 = (train.labels.some((label) => label > 1) ? 1 : 2) / peer.C;
  const model = await logisticRegression(train, { l2, tolerance: 1e-9 });
  expect(model.converged).toBe(true);
  expect(model.arithmetic).toBe("float64");
  expect(largestDifference(model.weights, peer.weights)).toBeLessThan(1e-5);
  const scale = Math.max(1, ...peer.biases.map(Math.abs));
  expect(largestDifference(model.biases, peer.biases)).toBeLessThan(1e-5 * scale);
  const rows = probabilities(model, tableOf(peer.test));
  expect(largestDifference(rows, peer.probabilities)).toBeLessThan(1e-5);
});

test("labels need not be 0 … L − 1, and outputs follow the labels", async () => {
  const [peer] = peers.logistic;
  const train = tableOf(peer?.train ?? { values: [], labels: [], count: 0, width: 0 });
  const renamed = { ...train, labels: train.labels.map((label) => 10 * label + 3) };
  const model = await logisticRegression(renamed);
  const plain = await logisticRegression(train);
  expect(Array.from(model.classes)).toEqual([3, 13, 23]);
  expect(model.weights).toEqual(plain.weights);
});

test("says that it did not converge", async () => {
  const [peer] = peers.logistic;
  const train = tableOf(peer?.train ?? { values: [], labels: [], count: 0, width: 0 });
  const model = await logisticRegression(train, { maxIterations: 2, tolerance: 1e-9 });
  expect(model).toMatchObject({ converged: false, iterations: 2 });
  expect(model.gradientNorm).toBeGreaterThan(1e-9);
});

test("rows that are all equal give the classes' frequencies", async () => {
  const table = {
    values: new Float32Array(8).fill(3),
    labels: Int32Array.of(0, 0, 0, 1),
    count: 4,
    width: 2,
  };
  const model = await logisticRegression(table, { tolerance: 1e-9 });
  const rows = probabilities(model, { values: Float32Array.of(3, 3), count: 1, width: 2 });
  expect(largestDifference(rows, [0.75, 0.25])).toBeLessThan(1e-7);
});

test("leaves no tensor", async () => {
  const [peer] = peers.logistic;
  const train = tableOf(peer?.train ?? { values: [], labels: [], count: 0, width: 0 });
  const before = tf.memory().numTensors;
  await logisticRegression(train);
  expect(tf.memory().numTensors).toBe(before);
});

test("names what is wrong", async () => {
  const table = {
    values: Float32Array.of(1, 2, 3, 4),
    labels: Int32Array.of(0, 1),
    count: 2,
    width: 2,
  };
  await expect(logisticRegression(table, { l2: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: logisticRegression: l2 must be positive; got 0.]`,
  );
  await expect(
    logisticRegression({ ...table, labels: undefined }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: logisticRegression: train must have labels; got none. Put each class's pictures in a folder of its own, or give labels to the source.]`,
  );
  await expect(
    logisticRegression({ ...table, labels: Int32Array.of(4, 4) }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: logisticRegression: train must hold at least 2 classes; got 1, label 4 alone.]`,
  );
  await expect(
    logisticRegression({ ...table, values: Float32Array.of(1, 2, Number.NaN, 4) }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: logisticRegression: train.values must be finite; got NaN in row 1. A network whose features are not finite has diverged.]`,
  );
  await expect(
    logisticRegression({ ...table, count: 3 }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: logisticRegression: train.values must have count * width = 6 elements; got 4.]`,
  );
});
