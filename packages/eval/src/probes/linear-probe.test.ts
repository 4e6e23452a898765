import * as tf from "@tensorflow/tfjs";
import { permutation } from "@unlabeled/core";
import { expect, test } from "vitest";
import type { LabeledTable } from "../features/feature-table.ts";
import { clusters } from "../fixtures/clusters.ts";
import { largestDifference, peers, tableOf } from "../fixtures/peers.ts";
import { linearProbe } from "./linear-probe.ts";
import { sgdClassifier } from "./sgd-classifier.ts";

const table = clusters({ count: 60, width: 5, classes: 3, spread: 0.5, purpose: "train" });
const held = clusters({ count: 30, width: 5, classes: 3, spread: 0.5, purpose: "test" });

/** The protocol in plain loops. */
function reference(
  { values, labels, count, width }: LabeledTable,
  L: number,
  { epochs, batchSize, rate, seed }: Record<"epochs" | "batchSize" | "rate" | "seed", number>,
) {
  const W = Array.from({ length: L }, () => new Array<number>(width + 1).fill(0));
  const V = W.map((row) => row.map(() => 0));
  const perEpoch = Math.floor(count / batchSize);
  for (let step = 0; step < epochs * perEpoch; step++) {
    const epoch = Math.floor(step / perEpoch);
    const order = permutation(count, { seed, purpose: "linear-probe", epoch });
    const start = (step % perEpoch) * batchSize;
    const G = W.map((row) => row.map(() => 0));
    for (const n of order.subarray(start, start + batchSize)) {
      const x = [...values.subarray(n * width, (n + 1) * width), 1];
      const exponentials = W.map((w) =>
        Math.exp(w.reduce((sum, a, f) => sum + a * (x[f] ?? 0), 0)),
      );
      const total = exponentials.reduce((a, b) => a + b, 0);
      for (const [l, g] of G.entries()) {
        const residual = (exponentials[l] ?? 0) / total - (labels[n] === l ? 1 : 0);
        for (const f of g.keys()) g[f] = (g[f] ?? 0) + (residual * (x[f] ?? 0)) / batchSize;
      }
    }
    const learningRate = (rate * (1 + Math.cos((Math.PI * step) / (epochs * perEpoch)))) / 2;
    for (const [l, w] of W.entries()) {
      for (const f of w.keys()) {
        const g = G[l]?.[f] ?? 0;
        const v = 0.9 * (V[l]?.[f] ?? 0) + g;
        (V[l] as number[])[f] = v;
        w[f] = (w[f] ?? 0) - learningRate * (g + 0.9 * v);
      }
    }
  }
  return { weights: W.flatMap((w) => w.slice(0, width)), biases: W.map((w) => w[width] ?? 0) };
}

test("the classifier is PyTorch's SGD with Nesterov momentum and cosine annealing", async () => {
  const { train, epochs, baseLearningRate, weights, biases } = peers.sgd;
  const model = await sgdClassifier(tableOf(train), {
    epochs,
    batchSize: train.count,
    baseLearningRate,
    seed: 3,
  });
  expect(largestDifference(model.weights, weights)).toBeLessThan(1e-5);
  expect(largestDifference(model.biases, biases)).toBeLessThan(1e-5);
});

test("the classifier is the protocol in plain loops, batch by batch", async () => {
  // 60 rows in batches of 16: three a pass, and 12 rows left out
  const settings = { epochs: 3, batchSize: 16, seed: 5 };
  const model = await sgdClassifier(table, { ...settings, baseLearningRate: 8 });
  const expected = reference(table, 3, { ...settings, rate: 0.5 });
  expect(largestDifference(model.weights, expected.weights)).toBeLessThan(1e-5);
  expect(largestDifference(model.biases, expected.biases)).toBeLessThan(1e-5);
});

test("linearProbe measures on the test rows and carries its protocol as used", async () => {
  const figure = await linearProbe(table, held, { epochs: 20, baseLearningRate: 2 });
  expect(figure.accuracy).toBeGreaterThan(0.9);
  expect(figure).toEqual({
    accuracy: figure.accuracy,
    protocol: {
      method: "linear probe by SGD",
      epochs: 20,
      batchSize: 60,
      baseLearningRate: 2,
      seed: 0,
      momentum: 0.9,
      weightDecay: 0,
    },
    counts: { train: 60, test: 30, classes: 3, width: 5 },
    preparation: "features",
    engine: "tfjs backend cpu",
  });
  const wrong = { ...held, labels: held.labels.map((label) => (label + 1) % 3) };
  const { accuracy } = await linearProbe(table, wrong, { epochs: 20, baseLearningRate: 2 });
  expect(accuracy).toBeLessThan(0.1);
});

test("linearProbe leaves no tensor", async () => {
  const before = tf.memory().numTensors;
  await linearProbe(table, held, { epochs: 2 });
  expect(tf.memory().numTensors).toBe(before);
});

test("linearProbe names what is wrong", async () => {
  await expect(
    linearProbe(table, held, { epochs: 0.5 }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: linearProbe: epochs must be an integer >= 1; got 0.5.]`,
  );
  await expect(
    linearProbe(table, held, { baseLearningRate: 0 }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: linearProbe: baseLearningRate must be positive; got 0.]`,
  );
  const huge = { ...table, values: table.values.map((value) => value * 1e30) };
  await expect(
    linearProbe(huge, held, { epochs: 3, baseLearningRate: 1e9 }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: linearProbe: baseLearningRate must be small enough to converge; got 1000000000, which diverged. Standardize the features or lower it.]`,
  );
});
