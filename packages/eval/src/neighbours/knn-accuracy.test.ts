import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { largestDifference, peers, tableOf } from "../fixtures/peers.ts";
import { knnAccuracy } from "./knn-accuracy.ts";
import { nearestNeighbours } from "./nearest-neighbours.ts";
import { topK } from "./top-k.ts";

const train = tableOf(peers.knn.train);
const tested = tableOf(peers.knn.test);

describe("knnAccuracy", () => {
  test.for(peers.knn.cases)(
    "is scikit-learn's with cosine and weights exp(s / T): k = $k, T = $temperature",
    async ({ k, temperature, predicted, accuracy }) => {
      const figure = await knnAccuracy(train, tested, { k, temperature });
      expect(figure.accuracy).toBeCloseTo(accuracy, 12);
      // and picture by picture: against these predictions as labels, all are right
      const same = { ...tested, labels: Int32Array.from(predicted) };
      expect((await knnAccuracy(train, same, { k, temperature })).accuracy).toBe(1);
    },
  );

  test("carries its protocol, sizes and engine, with k as used", async () => {
    const figure = await knnAccuracy({ ...train, preparation: ["raw pixels", "centred"] }, tested);
    expect(figure).toEqual({
      accuracy: figure.accuracy,
      protocol: { method: "knn", similarity: "cosine", k: 60, temperature: 0.1 },
      counts: { train: 60, test: 30, classes: 3, width: 4 },
      preparation: "raw pixels, centred",
      engine: "tfjs backend cpu",
    });
  });

  test("gives the smallest label where scores are equal", async () => {
    const two = {
      values: Float32Array.of(1, 0, 0, 1),
      labels: Int32Array.of(7, 2),
      count: 2,
      width: 2,
    };
    const between = (label: number) => ({
      values: Float32Array.of(1, 1),
      labels: Int32Array.of(label),
      count: 1,
      width: 2,
    });
    expect((await knnAccuracy(two, between(2))).accuracy).toBe(1);
    expect((await knnAccuracy(two, between(7))).accuracy).toBe(0);
  });

  test("does not overflow at a small temperature", async () => {
    const sharp = await knnAccuracy(train, tested, { k: 5, temperature: 1e-4 });
    const nearest = await knnAccuracy(train, tested, { k: 1 });
    expect(sharp.accuracy).toBe(nearest.accuracy);
  });

  test("names what is wrong", async () => {
    await expect(knnAccuracy(train, tested, { k: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: knnAccuracy: k must be an integer >= 1; got 0.]`,
    );
    await expect(
      knnAccuracy(train, tested, { temperature: Number.NaN }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: knnAccuracy: temperature must be positive; got NaN.]`,
    );
    await expect(
      knnAccuracy(train, { ...tested, width: 3 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: knnAccuracy: test.width must be train.width = 4; got 3.]`,
    );
    await expect(
      knnAccuracy(train, { ...tested, labels: Int32Array.of(0) }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RangeError: knnAccuracy: test.labels must have one label a row, 30; got 1.]`,
    );
  });
});

describe("nearestNeighbours", () => {
  test("are scikit-learn's, nearest first", async () => {
    const { k, rows, similarities } = await nearestNeighbours(train, tested, 5);
    expect(k).toBe(5);
    expect(Array.from(rows)).toEqual(peers.knn.nearest);
    expect(largestDifference(similarities, peers.knn.similarities)).toBeLessThan(1e-6);
  });

  test("of equally near rows the earlier one comes first, and zeros are similar to nothing", async () => {
    const table = { values: Float32Array.of(0, 0, 2, 0, -1, 0, 1, 0), count: 4, width: 2 };
    const query = { values: Float32Array.of(3, 0), count: 1, width: 2 };
    const { rows, similarities } = await nearestNeighbours(table, query, 9);
    expect(Array.from(rows)).toEqual([1, 3, 0, 2]);
    expect(Array.from(similarities)).toEqual([1, 1, 0, -1]);
  });

  test("do not depend on the size of the blocks", async () => {
    // 1,500 × 3,001 similarities: more than one block holds
    const values = Float32Array.from({ length: 3001 * 2 }, (_, i) => Math.sin(i * i));
    const bank = { values, count: 3001, width: 2 };
    const queries = { values: values.subarray(0, 3000), count: 1500, width: 2 };
    const { rows } = await nearestNeighbours(bank, queries, 1);
    for (const row of [0, 1331, 1332, 1333, 1499]) {
      const [alone] = (
        await nearestNeighbours(
          bank,
          { values: values.subarray(2 * row, 2 * row + 2), count: 1, width: 2 },
          1,
        )
      ).rows;
      expect(rows[row]).toBe(alone);
    }
  });

  test("leave no tensor", async () => {
    const before = tf.memory().numTensors;
    await nearestNeighbours(train, tested, 3);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test.for([1, 2, 5, 16, 40])("topK is the head of a stable sort for k = %d", (k) => {
  const values = Float32Array.from({ length: 40 }, (_, i) => (i * 7919) % 11);
  const sorted = Array.from(values.keys()).sort(
    (a, b) => (values[b] as number) - (values[a] as number) || a - b,
  );
  const places = new Int32Array(k);
  topK(values, k, places);
  expect(Array.from(places)).toEqual(sorted.slice(0, k));
});
