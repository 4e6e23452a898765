import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  anyFloat,
  expectClose,
  floats,
  gradients,
  many,
  onBoth,
  shapePairs,
  shapes,
  tameFloat,
  value,
} from "../../fixtures/on-both.ts";
import type { NativeBackend } from "../backend/native-backend.ts";
import { engine } from "../engine.ts";

const COMPARISONS = [
  { name: "Greater", apply: tf.greater },
  { name: "GreaterEqual", apply: tf.greaterEqual },
  { name: "Less", apply: tf.less },
  { name: "LessEqual", apply: tf.lessEqual },
  { name: "Equal", apply: tf.equal },
  { name: "NotEqual", apply: tf.notEqual },
] as const;

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

describe.for(COMPARISONS)("$name", ({ apply }) => {
  const comparison = value((a, b) => apply(a as tf.Tensor, b as tf.Tensor));

  test("equals the cpu backend's, however the operands are broadcast", async () => {
    const float = fc.oneof(tameFloat, anyFloat);
    await fc.assert(
      fc.asyncProperty(
        shapePairs.chain(([a, b]) => fc.tuple(floats(a, float), floats(b, float))),
        async (inputs) => expectClose(await onBoth(inputs, comparison)),
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  test("equals the cpu backend's for many, in the engine's memory; of ints it is tfjs's", async () => {
    const rounded = (shape: number[], high: number) => {
      const { values, ...rest } = many(shape, 0, high);
      return { ...rest, values: Float32Array.from(values, Math.round) };
    };
    expectClose(await onBoth([rounded([70, 701], 3), rounded([701], 3)], comparison));
    expectClose(await onBoth([rounded([20000, 3], 3), rounded([3], 3)], comparison));
    const backend = tf.backend() as NativeBackend;
    const truths = apply(tf.ones([50, 100]), tf.ones([50, 100]));
    const { values } = backend.data.get(truths.dataId);
    expect(backend.pool.owns(values)).toBe(true);
    truths.dispose();
    expect(backend.pool.owns(values)).toBe(false);
    const ints = { shape: [3], dtype: "int32" as const, values: [7, -2, 5] };
    expectClose(await onBoth([ints, { ...ints, values: [7, 0, 1] }], comparison));
  });
});

describe("Select", () => {
  const choice = (c: tf.Tensor, t: tf.Tensor, e: tf.Tensor) =>
    tf.where(c as tf.Tensor<tf.Rank>, t, e);
  const chosen = (shape: number[]) =>
    fc.tuple(
      floats(shape, fc.constantFrom(0, 1)).map((c) => ({ ...c, dtype: "bool" as const })),
      floats(shape, anyFloat),
      floats(shape, anyFloat),
    );

  test("equals the cpu backend's", async () => {
    await fc.assert(
      fc.asyncProperty(shapes.chain(chosen), async (inputs) =>
        expectClose(await onBoth(inputs, value(choice as typeof tf.add))),
      ),
      { numRuns: 50, seed: 1 },
    );
    const large = [many([30, 40, 41], -1, 1), many([30, 40, 41]), many([41])];
    const apply = (x: tf.Tensor, t: tf.Tensor, e: tf.Tensor) => choice(tf.greater(x, 0), t, e);
    expectClose(await onBoth(large, value(apply as typeof tf.add)));
  });

  test("has the cpu backend's gradients", async () => {
    const apply = (t: tf.Tensor, e: tf.Tensor) =>
      choice(tf.tensor2d([[true], [false], [true], [true], [false], [false], [true]]), t, e);
    const inputs = [many([7, 301]), many([7, 301])];
    expectClose(await onBoth(inputs, gradients(apply as typeof tf.add)));
  });

  test("between ints is tfjs's", async () => {
    const ints = { shape: [3], dtype: "int32" as const, values: [7, -2, 5] };
    const condition = { shape: [3], dtype: "bool" as const, values: [1, 0, 1] };
    const apply = value(choice as typeof tf.add);
    expectClose(await onBoth([condition, ints, { ...ints, values: [0, 1, 2] }], apply));
  });
});
