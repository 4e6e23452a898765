import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { HALF_ROUNDING, heldInHalves, isHeldInHalves } from "../../fixtures/halves.ts";
import {
  anyFloat,
  type Computed,
  expectClose,
  floats,
  gradients,
  many,
  onBoth,
  tameFloat,
  value,
} from "../../fixtures/on-both.ts";
import { engine } from "../engine.ts";

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

type Pad = "same" | "valid" | tf.backend_util.ExplicitPadding;

interface Window {
  readonly size: [number, number];
  readonly strides: [number, number];
  readonly pad: Pad;
}

const POOLS = [
  { name: "MaxPool", apply: tf.maxPool },
  { name: "AvgPool", apply: tf.avgPool },
] as const;

type Pool = (typeof POOLS)[number]["apply"];

const pooled = (apply: Pool, { size, strides, pad }: Window) =>
  ((x: tf.Tensor4D) => apply(x, size, strides, pad)) as (x: tf.Tensor) => tf.Tensor;

/** Windows that fit into images of 6 x 6 at least; paddings leave a pixel in each. */
const windows: fc.Arbitrary<Window> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }))
  .chain((size) => {
    const beside = (side: number) => fc.tuple(fc.nat(side - 1), fc.nat(side - 1));
    const explicit = fc
      .tuple(beside(size[0]), beside(size[1]))
      .map(([rows, columns]): Pad => [[0, 0], rows, columns, [0, 0]]);
    return fc.record({
      size: fc.constant(size),
      strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
      pad: fc.oneof(fc.constantFrom<Pad[]>("same", "valid"), explicit),
    });
  });

const images = (float: fc.Arbitrary<number>): fc.Arbitrary<Computed> =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 6, max: 9 }),
      fc.integer({ min: 6, max: 8 }),
      fc.constantFrom(1, 3, 16, 19),
    )
    .chain((shape) => floats(shape, float));

/** Several bands of rows and chunks of channels for a thread. */
const LARGE = [2, 40, 50, 70];

describe.for(POOLS)("$name", ({ name, apply }) => {
  const float = name === "MaxPool" ? fc.oneof(tameFloat, anyFloat) : tameFloat;

  test("equals the cpu backend's, for ties, infinities and NaN as well", async () => {
    await fc.assert(
      fc.asyncProperty(images(float), windows, async (x, window) =>
        expectClose(await onBoth([x], value(pooled(apply, window)))),
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  test("has the cpu backend's gradient, of ties the first", async () => {
    await fc.assert(
      fc.asyncProperty(images(float), windows, async (x, window) => {
        fc.pre(x.shape[0] !== 0);
        const both = await onBoth([x], gradients(pooled(apply, window)));
        expectClose(both, { relative: 1e-6, absolute: 1e-6 });
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test("and both for large images", async () => {
    for (const pad of ["same", "valid"] as const) {
      const operation = pooled(apply, { size: [3, 3], strides: [2, 2], pad });
      const inputs = [many(LARGE)];
      expectClose(await onBoth(inputs, value(operation)), { relative: 1e-6, absolute: 1e-6 });
      expectClose(await onBoth(inputs, gradients(operation)), { relative: 1e-6, absolute: 1e-6 });
    }
  });

  test("of bfloat16 gives bfloat16, the rounded value for float32", () => {
    const window: Window = { size: [3, 2], strides: [2, 1], pad: "same" };
    const operation = pooled(apply, window);
    const x = heldInHalves(many([2, 11, 9, 21]));
    const y = operation(x);
    const dy = tf.randomUniform(y.shape, -1, 1, "float32", 9);
    const dx = tf.grad(operation)(x, dy);
    expect([y, dx].map(isHeldInHalves)).toEqual([true, true]);
    const plain = tf.tensor(x.dataSync(), x.shape);
    const want = [operation(plain), tf.grad(operation)(plain, dy)];
    const of = (tensors: tf.Tensor[]): Computed[] =>
      tensors.map((t) => ({ shape: t.shape, dtype: t.dtype, values: t.dataSync() }));
    // dy is rounded as well, and up to four of it are added
    const both = { got: of([y, dx]), want: of(want) };
    expectClose(both, { relative: HALF_ROUNDING, absolute: 4 * HALF_ROUNDING });
    if (name === "MaxPool") expect(both.got[0]?.values).toEqual(both.want[0]?.values);
  });

  test("has the same bits for 1, 2 and 3 threads", async () => {
    const operation = pooled(apply, { size: [3, 3], strides: [1, 2], pad: "same" });
    const bits = [];
    for (const threads of [1, 2, 3]) {
      await engine.start({ threads });
      const x = tf.tensor(Float32Array.from(many(LARGE).values), LARGE);
      const dx = tf.grad(operation)(x, tf.randomUniform(operation(x).shape, -1, 1, "float32", 9));
      bits.push([operation(x), dx].map((t) => t.dataSync()));
    }
    expect(bits[1]).toEqual(bits[0]);
    expect(bits[2]).toEqual(bits[0]);
  });

  test("of ints, and windows of one pixel, is tfjs's", async () => {
    const ints = { shape: [1, 2, 2, 1], dtype: "int32" as const, values: [7, -2, 5, 3] };
    const window: Window = { size: [2, 2], strides: [1, 1], pad: "valid" };
    if (name === "MaxPool") expectClose(await onBoth([ints], value(pooled(apply, window))));
    const one = pooled(apply, { ...window, size: [1, 1] });
    expectClose(await onBoth([many([2, 3, 3, 2])], value(one)));
    const x = tf.ones([2, 3, 3, 2]);
    expect(one(x).dataId).toBe(x.dataId); // handed on
  });
});
