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
  shapes,
  tameFloat,
  value,
} from "../../fixtures/on-both.ts";
import { engine } from "../engine.ts";

type Reduce = (x: tf.Tensor, axis?: number[], keepDims?: boolean) => tf.Tensor;

interface Case {
  readonly name: string;
  readonly apply: Reduce;
  /** To the cpu backend, which sums in double in one pass, but rounds what Mean sums. */
  readonly relative?: number;
  readonly absolute?: number;
}

const CASES: readonly Case[] = [
  { name: "Sum", apply: tf.sum, relative: 1.2e-7, absolute: 1e-6 },
  { name: "Mean", apply: tf.mean, relative: 2.4e-7, absolute: 3e-7 },
  { name: "Max", apply: tf.max },
  { name: "Min", apply: tf.min },
  { name: "Prod", apply: tf.prod, relative: 2.4e-7 },
];

const withAxes = (float: fc.Arbitrary<number>) =>
  shapes.chain((shape) =>
    fc.record({
      x: floats(shape, float),
      axes: fc.option(fc.subarray(shape.map((_size, i) => (i % 2 ? i : i - shape.length)))),
      keepDims: fc.boolean(),
    }),
  );

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

describe.for(CASES)("$name", ({ name, apply, ...tolerance }) => {
  const over = (axes?: number[] | null, keepDims?: boolean) => (x?: tf.Tensor) =>
    apply(x as tf.Tensor, axes ?? undefined, keepDims);

  test("equals the cpu backend's over any axes", async () => {
    await fc.assert(
      fc.asyncProperty(withAxes(tameFloat), async ({ x, axes, keepDims }) => {
        // both in double, and products of few
        fc.pre(name !== "Prod" || x.values.length < 60);
        expectClose(await onBoth([x], value(over(axes, keepDims))), tolerance);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  test("has NaN and infinities where the cpu backend has", async () => {
    await fc.assert(
      fc.asyncProperty(withAxes(fc.oneof(anyFloat, tameFloat)), async ({ x, axes, keepDims }) => {
        const extremes = name === "Max" || name === "Min";
        const { got, want } = await onBoth([x], value(over(axes, keepDims)));
        if (extremes) expectClose({ got, want });
        const kinds = (values: ArrayLike<number>) =>
          Array.from(values, (one) => (Number.isNaN(one) ? "NaN" : "a number"));
        // between passes a float may overflow where a double does not
        if (!axes) expect(kinds(got[0]?.values ?? [])).toEqual(kinds(want[0]?.values ?? []));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test("has the cpu backend's gradient", async () => {
    await fc.assert(
      fc.asyncProperty(withAxes(tameFloat), async ({ x, axes, keepDims }) => {
        fc.pre(name !== "Prod" || (x.values.length < 20 && x.values.length > 0));
        const positive = axes?.map((axis) => (axis < 0 ? axis + x.shape.length : axis)); // tfjs needs it of Prod
        const result = await onBoth([x], gradients(over(positive, keepDims)));
        expectClose(result, { relative: 1e-6, absolute: 1e-5 });
      }),
      { numRuns: 25, seed: 1 },
    );
  });

  test.for<[number[], number[]]>([
    [[70001], [0]],
    [[3, 70001], [1]],
    [[5000, 11], [1]],
    [[90000, 1], [0]],
    [[30011, 3], [0]],
    [
      [20, 7, 7, 300],
      [1, 2],
    ],
    [[3000, 70], [0]],
    [[2, 40000], [0]],
    [[3, 901, 31], [1]],
    [
      [6, 31, 5, 41, 3],
      [0, 2, 4],
    ],
    [
      [6, 31, 5, 41, 3],
      [1, 3],
    ],
  ])("of %o equals the cpu backend's", async ([shape, axes]) => {
    const x = name === "Prod" ? many(shape, 0.9997, 1.0003) : many(shape, -1, 3);
    // the cpu's mean rounds each share, and several passes round between them
    const passes =
      name !== "Max" && name !== "Min" && axes.some((axis, i) => axis > (axes[0] as number) + i);
    const loose = name === "Mean" || passes ? { relative: 2e-6, absolute: 1e-5 } : tolerance;
    expectClose(await onBoth([x], value(over(axes))), loose);
  });

  test("of ints is tfjs's", async () => {
    const x = { shape: [2, 3], dtype: "int32" as const, values: [4, -2, 5, 1, 7, 6] };
    expectClose(await onBoth([x], value(over([1]))), { relative: 1.2e-7 });
  });
});

test("a sum of many is as exact as its float", async () => {
  await tf.setBackend("native");
  const share = Math.fround(0.1);
  const sums = [tf.sum(tf.fill([1_000_000], 0.1)), tf.sum(tf.fill([250_000, 4], 0.1), 0)];
  for (const [i, count] of [1_000_000, 250_000].entries()) {
    expect((sums[i] as tf.Tensor).dataSync()[0]).toBe(Math.fround(count * share));
  }
});

test("sums have the same bits for 1, 2 and 3 threads, even where nothing but roundings is left", async () => {
  const half = Array.from(many([150_000], -30, 30).values, Math.sinh); // of all sizes
  const x = Float32Array.from([...half, ...half.map((value) => -value)]);
  const results: number[][] = [];
  for (const threads of [1, 2, 3]) {
    await engine.start({ threads });
    const sums = [tf.sum(tf.tensor1d(x)), tf.mean(tf.tensor2d(x, [7500, 40]), 0)];
    results.push(sums.flatMap((sum) => [...sum.dataSync()]));
  }
  expect(results[0]).not.toContain(0);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
  await engine.start({ threads: 2 });
});
