import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import lightly from "../fixtures/lightly.json";
import { infoNceLoss } from "./info-nce-loss.ts";

/** Equation 1 of the MoCo paper, query by query, on plain numbers. */
function reference(
  queries: number[][],
  keys: number[][],
  negatives: number[][],
  temperature: number,
  batchNegatives = false,
): number {
  const dot = (a: number[], b: number[]) => a.reduce((sum, x, d) => sum + x * (b[d] as number), 0);
  const logit = (a: number[], b: number[]) =>
    dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)) / temperature;
  const losses = queries.map((q, i) => {
    const positive = Math.exp(logit(q, keys[i] as number[]));
    const beside = batchNegatives ? keys.filter((_, j) => j !== i) : [];
    const others = [...negatives, ...beside].reduce((sum, k) => sum + Math.exp(logit(q, k)), 0);
    return -Math.log(positive / (positive + others));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

const rows = (count: number, D: number, seed: number): tf.Tensor2D =>
  tf.randomNormal([count, D], 0, 1, "float32", seed);

const sets = (N: number, K: number, D: number) =>
  [rows(N, D, 1), rows(N, D, 2), rows(K, D, 3)] as const;

type Three = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];

const gradients = (given: readonly tf.Tensor2D[], temperature: number) =>
  tf.grads((...args) => infoNceLoss(...(args as Three), { temperature }))([...given]) as Three;

test.for([
  [1, 1, 3, 0.5],
  [4, 9, 2, 0.07],
  [8, 5, 16, 1],
] as const)(
  "equals equation 1 for N = %d, K = %d, D = %d, temperature = %d",
  ([N, K, D, temperature]) => {
    const [q, k, negatives] = sets(N, K, D);
    const expected = reference(q.arraySync(), k.arraySync(), negatives.arraySync(), temperature);
    expect(infoNceLoss(q, k, negatives, { temperature })).toBeAllclose(expected);
  },
);

test.for([0.07, 1])(
  "with the batch's other keys as negatives too, temperature = %d",
  (temperature) => {
    const given = sets(5, 7, 4);
    const [q, k, negatives] = given.map((rows) => rows.arraySync()) as [
      number[][],
      number[][],
      number[][],
    ];
    const loss = infoNceLoss(...given, { temperature, batchNegatives: true });
    expect(loss).toBeAllclose(reference(q, k, negatives, temperature, true));
    expect(infoNceLoss(...given, { temperature }).arraySync()).toBeLessThan(loss.arraySync());
  },
);

test("is then log(K + N) when all embeddings coincide", () => {
  const [q, set]: tf.Tensor2D[] = [tf.ones([4, 3]), tf.ones([6, 3])];
  const loss = infoNceLoss(q as tf.Tensor2D, q as tf.Tensor2D, set as tf.Tensor2D, {
    batchNegatives: true,
  });
  expect(loss).toBeAllclose(Math.log(10));
});

// Computed in float64 from facebookresearch/moco: moco/builder.py, all rows normalized first.
test.for([
  [0.07, 1.26227437],
  [0.2, 0.84675504],
] as const)("has the authors' value for temperature = %d", ([temperature, expected]) => {
  const q = tf.tensor2d([1, 2, -1, 0.5, -1, 2], [2, 3]);
  const k = tf.tensor2d([0.8, 1.5, -0.5, -0.2, -1.2, 1], [2, 3]);
  const queue = tf.tensor2d([0.1, -0.3, 0.7, 0.4, 0.4, -0.2, -0.6, 0.2, 0.1], [3, 3]);
  expect(infoNceLoss(q, k, queue, { temperature })).toBeAllclose(expected, 1e-6);
});

test.for(lightly.bankLoss)(
  "has the value and gradients of lightly's loss with a memory bank for temperature = $temperature",
  ({ temperature, loss, gradient0, gradient1 }) => {
    const [q, k, bank] = [lightly.z0, lightly.z1, lightly.bank].map((z) => tf.tensor2d(z)) as Three;
    expect(infoNceLoss(q, k, bank, { temperature })).toBeAllclose(loss);
    const [ofQueries, ofKeys] = gradients([q, k, bank], temperature);
    expect(ofQueries).toBeAllclose(gradient0);
    expect(ofKeys).toBeAllclose(gradient1);
  },
);

test("has MoCo's temperature, 0.07, unless another is given", () => {
  const given = sets(4, 6, 3);
  expect(infoNceLoss(...given)).toBeAllclose(infoNceLoss(...given, { temperature: 0.07 }), 0);
});

test("is log(K + 1) when all embeddings coincide", () => {
  expect(infoNceLoss(tf.ones([4, 3]), tf.ones([4, 3]), tf.ones([6, 3]))).toBeAllclose(Math.log(7));
});

test("is log(1 + K exp(-1 / temperature)) when pairs coincide and negatives are orthogonal", () => {
  const q = tf.tensor2d([
    [2, 0],
    [0.1, 0],
  ]);
  const negatives = tf.tensor2d([
    [0, 1],
    [0, -3],
  ]);
  const loss = infoNceLoss(q, q, negatives, { temperature: 0.5 });
  expect(loss).toBeAllclose(Math.log(1 + 2 * Math.exp(-2)));
});

test("does not change when rows are scaled or negatives are in another order", () => {
  const [q, k, negatives] = sets(5, 7, 8);
  const loss = infoNceLoss(q, k, negatives);
  expect(infoNceLoss(tf.mul(q, 10), tf.mul(k, 3), tf.mul(negatives, 0.1))).toBeAllclose(loss);
  expect(infoNceLoss(q, k, tf.reverse(negatives, 0))).toBeAllclose(loss);
});

test("does not take keys of other images as negatives", () => {
  const [q, k, negatives] = sets(2, 3, 4);
  const each = [0, 1].map((i) => infoNceLoss(tf.slice(q, i, 1), tf.slice(k, i, 1), negatives));
  expect(infoNceLoss(q, k, negatives)).toBeAllclose(tf.mean(tf.stack(each)));
});

test("is 2 / temperature for a query against its key and along a negative, also at 0.001", () => {
  const q = rows(1, 4, 1);
  const loss = infoNceLoss(q, tf.neg(q) as tf.Tensor2D, q, { temperature: 0.001 });
  expect(loss).toBeAllclose(2000, 0.01);
});

test("stays finite, with its gradients, at temperature 0.001, for zero rows and rows alike", () => {
  const [q, k, negatives] = sets(3, 5, 4);
  for (const given of [
    [q, k, negatives],
    [q, tf.neg(q), tf.concat([q, tf.zeros([5, 4])])],
    [tf.zerosLike(q), k, negatives],
    [tf.onesLike(q), tf.onesLike(k), tf.onesLike(negatives)],
  ] as Three[]) {
    const values = [infoNceLoss(...given, { temperature: 0.001 }), ...gradients(given, 0.001)];
    expect(values.flatMap((t) => [...t.dataSync()]).every(Number.isFinite)).toBe(true);
  }
});

test("has the gradient of finite differences, for queries, keys and negatives", () => {
  const given = sets(3, 4, 2) as unknown as Three;
  const h = 1e-2;
  gradients(given, 0.5).forEach((gradient, which) => {
    const differences = Array.from({ length: gradient.size }, (_, at) => {
      const moved = (by: number) => {
        const step = Array.from({ length: gradient.size }, (_, i) => (i === at ? by : 0));
        const args = given.map((x, i) =>
          i === which ? tf.add(x, tf.tensor2d(step, gradient.shape)) : x,
        ) as Three;
        return infoNceLoss(...args, { temperature: 0.5 }).arraySync();
      };
      return (moved(h) - moved(-h)) / (2 * h);
    });
    // The step's own error is of the order of h².
    expect(gradient).toBeAllclose(tf.tensor2d(differences, gradient.shape), 1e-3);
  });
});

test("leaves one tensor, its result", () => {
  const given = sets(3, 4, 2);
  const before = tf.memory().numTensors;
  infoNceLoss(...given);
  expect(tf.memory().numTensors).toBe(before + 1);
});

test("names what is wrong", () => {
  const [q, k, negatives] = sets(4, 5, 2);
  expect(() => infoNceLoss(q, tf.slice(k, 0, 3), negatives)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: infoNceLoss: keys must have shape [N, D] with N = 4, D = 2; got [3, 2].]`,
  );
  expect(() => infoNceLoss(q, k, rows(5, 3, 1))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: infoNceLoss: negatives must have shape [K, D] with K = 5, D = 2; got [5, 3].]`,
  );
  for (const temperature of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => infoNceLoss(q, k, negatives, { temperature })).toThrow(
      new RangeError(`infoNceLoss: temperature must be positive and finite; got ${temperature}.`),
    );
  }
  const none: tf.Tensor2D = tf.zeros([0, 2]);
  expect(() => infoNceLoss(none, none, negatives)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: infoNceLoss: queries must have at least one row; got 0.]`,
  );
  expect(() => infoNceLoss(q, k, none)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: infoNceLoss: negatives must have at least one row; got 0.]`,
  );
});
