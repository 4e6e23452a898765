import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import {
  expectClose,
  floats,
  gradients,
  many,
  onBoth,
  shapes,
  tameFloat,
  value,
} from "../../fixtures/on-both.ts";
import type { NativeBackend } from "../backend/native-backend.ts";
import { engine } from "../engine.ts";

const softmax = (x?: tf.Tensor) => tf.softmax(x as tf.Tensor);

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

test("equals the cpu backend's for any shape, as does its gradient", async () => {
  const logits = shapes
    .map((shape) => [...shape, 3])
    .chain((shape) => floats(shape, fc.float({ min: -80, max: 80, noNaN: true })));
  await fc.assert(
    fc.asyncProperty(logits, async (x) => {
      expectClose(await onBoth([x], value(softmax)), { relative: 5e-7, absolute: 1.5e-45 });
      expectClose(await onBoth([x], gradients(softmax)), { absolute: 5e-7 });
    }),
    { numRuns: 40, seed: 1 },
  );
});

test.for([1, 2, 15, 16, 17, 33, 1000])(
  "of rows of %i equals the cpu backend's",
  async (classes) => {
    const x = many([Math.ceil(40000 / classes), classes], -9, 9);
    expectClose(await onBoth([x], value(softmax)), { relative: 5e-7 });
    expectClose(
      await onBoth(
        [x],
        value(() => tf.softmax(tf.tensor(x.values as Float32Array))),
      ),
      {
        relative: 5e-7,
      },
    );
  },
);

test("of equal, large and infinite logits is exact", async () => {
  await tf.setBackend("native");
  const { NaN: nan, NEGATIVE_INFINITY: low, POSITIVE_INFINITY: high } = Number;
  const rows = [
    [3e38, 3e38, 3e38, 3e38],
    [low, 5, low, 5],
    [1000, 0, -1000, 0],
    [nan, 0, 0, 0],
    [high, 0, 0, 0],
    [low, low, low, low],
  ];
  const none = [nan, nan, nan, nan];
  expect(tf.softmax(tf.tensor2d(rows)).arraySync()).toEqual([
    ...[
      [0.25, 0.25, 0.25, 0.25],
      [0, 0.5, 0, 0.5],
      [1, 0, 0, 0],
    ],
    ...[none, none, none],
  ]);
});

test("takes the last axis alone, is in the engine's memory, and has tfjs's logarithm", async () => {
  await tf.setBackend("native");
  const inputs = { logits: tf.zeros([2, 3]) };
  expect(() => tf.engine().runKernel("Softmax", inputs, { dim: 0 })).toThrow("non-last dimension");
  const backend = tf.backend() as NativeBackend;
  const y = tf.softmax(tf.zeros([20, 100]));
  expect(backend.pool.owns(backend.data.get(y.dataId).values)).toBe(true);
  const logarithm = (x?: tf.Tensor) => tf.logSoftmax(x as tf.Tensor);
  const x = many([60, 77], -30, 30);
  expectClose(await onBoth([x], value(logarithm)), { relative: 3e-7, absolute: 3e-7 });
  expectClose(await onBoth([x], gradients(logarithm)), { relative: 1e-6, absolute: 1e-6 });
  const tame = fc.sample(floats([3, 4], tameFloat), { numRuns: 1, seed: 1 });
  expectClose(await onBoth(tame, value(logarithm)), { relative: 3e-7, absolute: 1e-7 });
});
