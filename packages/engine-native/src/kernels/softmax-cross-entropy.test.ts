import * as tf from "@tensorflow/tfjs";
import { softmaxCrossEntropy } from "@unlabeled/core";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { type Computed, expectClose, floats, many, onBoth, value } from "../../fixtures/on-both.ts";
import { engine } from "../engine.ts";

const loss = (logits?: tf.Tensor, labels?: tf.Tensor) =>
  softmaxCrossEntropy(logits as tf.Tensor2D, labels as tf.Tensor2D);

/** The loss, and twice its gradient of the logits. */
const lossAndGradient = (...[logits, labels]: tf.Tensor[]) => [
  loss(logits, labels),
  tf.grad((x: tf.Tensor) => tf.mul(loss(x, labels), 2))(logits as tf.Tensor),
];

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

test("equals the plain definition on the cpu backend, whatever the labels' sums", async () => {
  expect(tf.getKernel("SoftmaxCrossEntropy", "native")).toBeDefined();
  const logit = fc.float({ min: -50, max: 50, noNaN: true });
  const label = fc.oneof(fc.constantFrom(0, 1), fc.float({ min: 0, max: 2, noNaN: true }));
  const batch = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }))
    .chain((shape) => fc.tuple(floats(shape, logit), floats(shape, label)));
  await fc.assert(
    fc.asyncProperty(batch, async (inputs) => {
      const result = await onBoth(inputs, lossAndGradient);
      expectClose(result, { relative: 2e-6, absolute: 1e-6 });
    }),
    { numRuns: 60, seed: 1 },
  );
});

test.for([
  [128, 1000],
  [5000, 10],
  [70, 999],
  [40000, 1],
])("equals it for %o", async (shape) => {
  const inputs = [many(shape, -9, 9), many(shape, 0, 2 / (shape[1] as number))];
  expectClose(await onBoth(inputs, lossAndGradient), { relative: 3e-6, absolute: 1e-8 });
});

test("has the same bits for 1, 2 and 3 threads", async () => {
  const results: Computed[][] = [];
  for (const threads of [1, 2, 3]) {
    await engine.start({ threads });
    const inputs = [many([900, 70], -9, 9), many([900, 70], 0, 1)];
    results.push((await onBoth(inputs, lossAndGradient)).got);
  }
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
  await engine.start({ threads: 2 });
});

test("is NaN where the definition is, and finite for large logits", async () => {
  const { NaN: nan, NEGATIVE_INFINITY: low } = Number;
  const two = (values: number[]) => ({ shape: [2, 2], dtype: "float32" as const, values });
  const labels = two([1, 0, 0.5, 0.5]);
  for (const logits of [
    [nan, 0, 1, 2],
    [low, 0, 1, 2],
    [0, low, 1, 2],
    [1e38, -1e38, 3e4, -3e4],
  ]) {
    expectClose(await onBoth([two(logits), labels], lossAndGradient), { relative: 1e-6 });
  }
});

test("of no rows or no classes is what the definition gives", async () => {
  for (const shape of [
    [0, 3],
    [2, 0],
  ]) {
    const empty = { shape, dtype: "float32" as const, values: [] };
    expectClose(await onBoth([empty, empty], value(loss)));
  }
});
