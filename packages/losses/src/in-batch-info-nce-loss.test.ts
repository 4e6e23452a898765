import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import lightly from "../fixtures/lightly.json";
import { inBatchInfoNceLoss } from "./in-batch-info-nce-loss.ts";

/** ctr(q, k) of the MoCo v3 paper's algorithm 1, query by query, on plain numbers. */
function reference(queries: number[][], keys: number[][], temperature: number): number {
  const dot = (a: number[], b: number[]) => a.reduce((sum, x, d) => sum + x * (b[d] as number), 0);
  const losses = queries.map((q, i) => {
    const row = keys.map((k) =>
      Math.exp(dot(q, k) / Math.sqrt(dot(q, q) * dot(k, k)) / temperature),
    );
    return -Math.log((row[i] as number) / row.reduce((sum, x) => sum + x, 0));
  });
  return (2 * temperature * losses.reduce((sum, loss) => sum + loss, 0)) / losses.length;
}

const pair = (N: number, D: number): [tf.Tensor2D, tf.Tensor2D] => [
  tf.randomNormal([N, D], 0, 1, "float32", 1),
  tf.randomNormal([N, D], 0, 1, "float32", 2),
];

const gradients = (q: tf.Tensor2D, k: tf.Tensor2D, temperature: number) =>
  tf.grads((q, k) => inBatchInfoNceLoss(q as tf.Tensor2D, k as tf.Tensor2D, { temperature }))([
    q,
    k,
  ]) as [tf.Tensor2D, tf.Tensor2D];

test.for([
  [1, 3, 0.5],
  [4, 2, 0.2],
  [8, 16, 1],
] as const)("equals algorithm 1 for N = %d, D = %d, temperature = %d", ([N, D, temperature]) => {
  const [q, k] = pair(N, D);
  const expected = reference(q.arraySync(), k.arraySync(), temperature);
  expect(inBatchInfoNceLoss(q, k, { temperature })).toBeAllclose(expected);
});

test.for(lightly.inBatch)(
  "has the value and gradients of PyTorch's cross-entropy for temperature = $temperature",
  ({ temperature, loss, gradient0, gradient1 }) => {
    const [q, k] = [tf.tensor2d(lightly.z0), tf.tensor2d(lightly.z1)];
    expect(inBatchInfoNceLoss(q, k, { temperature })).toBeAllclose(loss);
    const [ofQueries, ofKeys] = gradients(q, k, temperature);
    expect(ofQueries).toBeAllclose(gradient0);
    expect(ofKeys).toBeAllclose(gradient1);
  },
);

test("has the temperature of MoCo v3's ResNets, 1, unless another is given", () => {
  const [q, k] = pair(4, 3);
  expect(inBatchInfoNceLoss(q, k)).toBeAllclose(inBatchInfoNceLoss(q, k, { temperature: 1 }), 0);
});

test("is 2 temperature log N when all embeddings coincide", () => {
  const z: tf.Tensor2D = tf.ones([4, 3]);
  expect(inBatchInfoNceLoss(z, z, { temperature: 0.2 })).toBeAllclose(0.4 * Math.log(4));
});

test("is one direction: queries among keys, not keys among queries", () => {
  const [q, k] = pair(3, 4);
  expect(inBatchInfoNceLoss(k, q)).not.toBeAllclose(inBatchInfoNceLoss(q, k), 1e-3);
});

test("does not change when rows are scaled or images are in another order", () => {
  const [q, k] = pair(5, 8);
  const loss = inBatchInfoNceLoss(q, k);
  expect(inBatchInfoNceLoss(tf.mul(q, 10), tf.mul(k, 3))).toBeAllclose(loss);
  expect(inBatchInfoNceLoss(tf.reverse(q, 0), tf.reverse(k, 0))).toBeAllclose(loss);
});

test("stays finite, with its gradient, at temperature 0.001, and for zero rows", () => {
  const [q, k] = pair(3, 4);
  for (const [a, b] of [
    [q, tf.neg<tf.Tensor2D>(q)],
    [tf.zerosLike(q), k],
  ] as const) {
    const values = [inBatchInfoNceLoss(a, b, { temperature: 0.001 }), ...gradients(a, b, 0.001)];
    expect(values.flatMap((t) => [...t.dataSync()]).every(Number.isFinite)).toBe(true);
  }
});

test("has the gradient of finite differences", () => {
  const [q, k] = pair(3, 2);
  const [gradient] = gradients(q, k, 0.5);
  const h = 1e-2;
  const differences = Array.from({ length: 6 }, (_, i) => {
    const step = tf.tensor2d(
      Array.from({ length: 6 }, (_, at) => (at === i ? h : 0)),
      [3, 2],
    );
    const loss = (q: tf.Tensor2D) => inBatchInfoNceLoss(q, k, { temperature: 0.5 }).arraySync();
    return (loss(tf.add(q, step)) - loss(tf.sub(q, step))) / (2 * h);
  });
  // The step's own error is of the order of h².
  expect(gradient).toBeAllclose(tf.tensor2d(differences, [3, 2]), 1e-3);
});

test("leaves one tensor, its result", () => {
  const [q, k] = pair(3, 2);
  const before = tf.memory().numTensors;
  inBatchInfoNceLoss(q, k);
  expect(tf.memory().numTensors).toBe(before + 1);
});

test("names what is wrong", () => {
  const [q, k] = pair(4, 2);
  expect(() => inBatchInfoNceLoss(q, tf.slice(k, 0, 3))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: inBatchInfoNceLoss: keys must have shape [N, D] with N = 4, D = 2; got [3, 2].]`,
  );
  expect(() => inBatchInfoNceLoss(q, k, { temperature: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: inBatchInfoNceLoss: temperature must be positive and finite; got 0.]`,
  );
  const none: tf.Tensor2D = tf.zeros([0, 2]);
  expect(() => inBatchInfoNceLoss(none, none)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: inBatchInfoNceLoss: queries must have at least one row; got 0.]`,
  );
});
