import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import lightly from "../fixtures/lightly.json";
import { ntXentLoss } from "./nt-xent-loss.ts";

/** Algorithm 1 of the SimCLR paper, loop by loop, on plain numbers. */
function reference(z0: number[][], z1: number[][], temperature: number): number {
  const z = [...z0, ...z1];
  const N = z0.length;
  const dot = (a: number[], b: number[]) => a.reduce((sum, x, d) => sum + x * (b[d] as number), 0);
  const s = z.map((a) => z.map((b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))));
  const loss = (i: number, j: number) => {
    const row = (s[i] as number[]).map((x) => Math.exp(x / temperature));
    const others = row.reduce((sum, x, k) => (k === i ? sum : sum + x), 0);
    return -Math.log((row[j] as number) / others);
  };
  let total = 0;
  for (let k = 0; k < N; k++) total += loss(k, k + N) + loss(k + N, k);
  return total / (2 * N);
}

const views = (N: number, D: number): [tf.Tensor2D, tf.Tensor2D] => [
  tf.randomNormal([N, D], 0, 1, "float32", 1),
  tf.randomNormal([N, D], 0, 1, "float32", 2),
];

const gradients = (z0: tf.Tensor2D, z1: tf.Tensor2D, temperature: number) =>
  tf.grads((a, b) => ntXentLoss(a as tf.Tensor2D, b as tf.Tensor2D, { temperature }))([z0, z1]) as [
    tf.Tensor,
    tf.Tensor,
  ];

test.for([
  [1, 3, 0.5],
  [4, 2, 0.1],
  [8, 16, 1],
] as const)("equals algorithm 1 for N = %d, D = %d, temperature = %d", ([N, D, temperature]) => {
  const [z0, z1] = views(N, D);
  const expected = reference(z0.arraySync(), z1.arraySync(), temperature);
  expect(ntXentLoss(z0, z1, { temperature })).toBeAllclose(expected);
});

// Computed in float64 from the authors' code, google-research/simclr: objective.py, whose value is twice this.
test.for([
  [0.5, 0.07381822],
  [1, 0.32521626],
] as const)("is half of the authors' code for temperature = %d", ([temperature, expected]) => {
  const z0 = tf.tensor2d([
    [1, 2, -1],
    [0.5, -1, 2],
  ]);
  const z1 = tf.tensor2d([
    [0.8, 1.5, -0.5],
    [-0.2, -1.2, 1],
  ]);
  expect(ntXentLoss(z0, z1, { temperature })).toBeAllclose(expected, 1e-6);
});

test.for(lightly.ntXent)(
  "has lightly's value and gradients for temperature = $temperature",
  ({ temperature, loss, gradient0, gradient1 }) => {
    const [z0, z1] = [tf.tensor2d(lightly.z0), tf.tensor2d(lightly.z1)];
    expect(ntXentLoss(z0, z1, { temperature })).toBeAllclose(loss);
    const [g0, g1] = gradients(z0, z1, temperature);
    expect(g0).toBeAllclose(gradient0);
    expect(g1).toBeAllclose(gradient1);
  },
);

test("is log(2N - 1) when all embeddings coincide", () => {
  const z: tf.Tensor2D = tf.ones([4, 3]);
  expect(ntXentLoss(z, z)).toBeAllclose(Math.log(7));
});

test("is log(1 + (2N - 2) exp(-1 / temperature)) when pairs coincide and others are orthogonal", () => {
  const z = tf.eye(5);
  expect(ntXentLoss(z, z, { temperature: 0.5 })).toBeAllclose(Math.log(1 + 8 * Math.exp(-2)));
});

test("does not change when the views are swapped, scaled or permuted", () => {
  const [z0, z1] = views(5, 8);
  const loss = ntXentLoss(z0, z1);
  expect(ntXentLoss(z1, z0)).toBeAllclose(loss);
  expect(ntXentLoss(tf.mul(z0, 10), z1)).toBeAllclose(loss);
  expect(ntXentLoss(tf.reverse(z0, 0), tf.reverse(z1, 0))).toBeAllclose(loss);
});

test("stays finite, with its gradient, for a zero row, all rows alike and a small temperature", () => {
  const [z0, z1] = views(3, 4);
  const zero: tf.Tensor2D = tf.mul(z0, tf.tensor2d([[0], [1], [1]]));
  const alike: tf.Tensor2D = tf.ones([3, 4]);
  for (const [a, b, temperature] of [
    [zero, z1, 0.01],
    [alike, alike, 0.1],
    [z0, tf.neg(z0) as tf.Tensor2D, 0.001],
  ] as const) {
    const [g0, g1] = gradients(a, b, temperature);
    const values = [ntXentLoss(a, b, { temperature }), g0, g1].flatMap((t) => [...t.dataSync()]);
    expect(values.every(Number.isFinite)).toBe(true);
  }
});

test("has the gradient of finite differences", () => {
  const [z0, z1] = views(3, 2);
  const [gradient] = gradients(z0, z1, 0.5);
  const h = 1e-2;
  const differences = Array.from({ length: 6 }, (_, i) => {
    const step = tf.tensor2d(
      Array.from({ length: 6 }, (_, k) => (k === i ? h : 0)),
      [3, 2],
    );
    const up = ntXentLoss(tf.add(z0, step), z1).arraySync();
    const down = ntXentLoss(tf.sub(z0, step), z1).arraySync();
    return (up - down) / (2 * h);
  });
  // The step's own error is of the order of h².
  expect(gradient).toBeAllclose(tf.tensor2d(differences, [3, 2]), 1e-3);
});

test("leaves one tensor, its result", () => {
  const [z0, z1] = views(3, 2);
  const before = tf.memory().numTensors;
  ntXentLoss(z0, z1);
  expect(tf.memory().numTensors).toBe(before + 1);
});

test("names what is wrong", () => {
  const [z0, z1] = views(4, 2);
  const short = tf.slice(z1, 0, 3);
  expect(() => ntXentLoss(z0, short)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: ntXentLoss: z1 must have shape [N, D] with N = 4, D = 2; got [3, 2].]`,
  );
  for (const temperature of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => ntXentLoss(z0, z1, { temperature })).toThrow(
      new RangeError(`ntXentLoss: temperature must be positive and finite; got ${temperature}.`),
    );
  }
  const none: tf.Tensor2D = tf.zeros([0, 2]);
  expect(() => ntXentLoss(none, none)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: ntXentLoss: z0 must have at least one row; got 0.]`,
  );
});
