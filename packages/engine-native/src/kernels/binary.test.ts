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
  tameFloat,
  value,
} from "../../fixtures/on-both.ts";
import type { NativeBackend } from "../backend/native-backend.ts";
import { engine } from "../engine.ts";

interface Case {
  readonly name: string;
  readonly apply: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
  /** Of the value, to the cpu backend's, which computes in double. */
  readonly relative?: number;
  readonly absolute?: number;
  /** Whether tfjs's gradient goes through where an operand is broadcast. */
  readonly alike?: boolean;
}

const CASES: readonly Case[] = [
  { name: "Add", apply: tf.add },
  { name: "Sub", apply: tf.sub },
  { name: "Multiply", apply: tf.mul },
  { name: "RealDiv", apply: tf.div },
  { name: "Maximum", apply: tf.maximum, alike: true },
  { name: "Minimum", apply: tf.minimum, alike: true },
  {
    name: "SquaredDifference",
    apply: tf.squaredDifference,
    relative: 2.4e-7,
    absolute: 1.5e-45,
    alike: true,
  },
  { name: "Pow", apply: tf.pow, relative: 1.2e-7, absolute: 1.5e-45 },
  { name: "Prelu", apply: (x, alpha) => tf.prelu(x, alpha), alike: true },
];

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

describe.for(CASES)("$name", ({ apply, alike = false, ...tolerance }) => {
  test("equals the cpu backend's for any numbers, however they are broadcast", async () => {
    await fc.assert(
      fc.asyncProperty(
        shapePairs.chain(([a, b]) => fc.tuple(floats(a, anyFloat), floats(b, anyFloat))),
        async (inputs) => expectClose(await onBoth(inputs, value(apply)), tolerance),
      ),
      { numRuns: 80, seed: 1 },
    );
  });

  test("has the cpu backend's gradients", async () => {
    const positive = tameFloat.map((x) => Math.abs(x) + 0.25); // for powers
    const full = shapePairs.filter((pair) => !pair.flat().includes(0)); // tfjs cannot broadcast those
    const operands = full.chain(([a, b]) =>
      fc.tuple(floats(a, positive), floats(alike ? a : b, positive)),
    );
    await fc.assert(
      fc.asyncProperty(operands, async (inputs) => {
        const result = await onBoth(inputs, gradients(apply));
        expectClose(result, { relative: 2e-6, absolute: 2e-5 }); // sums of up to 1296 products
      }),
      { numRuns: 25, seed: 1 },
    );
  });

  test.for<[number[], number[]]>([
    [
      [41, 43, 23],
      [41, 43, 23],
    ],
    [[41, 43, 23], []],
    [[1], [41, 43, 23]],
    [[5000, 3], [3]], // a short row for all
    [[7], [5001, 7]],
    [
      [9000, 5],
      [9000, 1],
    ],
    [[300, 130], [130]],
    [
      [200, 1],
      [1, 210],
    ],
    [
      [200, 1, 7, 1, 5],
      [3, 1, 4, 1],
    ],
  ])("equals the cpu backend's where several threads share the work: %o", async ([a, b]) => {
    const inputs = [many(a, 0.1, 3), many(b, -2, 3)];
    expectClose(await onBoth(inputs, value(apply)), tolerance);
  });

  test("is computed in the engine's memory", async () => {
    await tf.setBackend("native");
    const backend = tf.backend() as NativeBackend;
    const y = apply(tf.ones([40, 50]), tf.ones([50]));
    expect(backend.pool.owns(backend.data.get(y.dataId).values)).toBe(true);
  });

  test("of ints is tfjs's, and of shapes that do not fit an error", async () => {
    const ints = { shape: [3], dtype: "int32" as const, values: [7, -2, 5] };
    const others = { shape: [2, 1], dtype: "int32" as const, values: [2, 3] };
    expectClose(await onBoth([ints, others], value(apply)), { relative: 1e-6 });
    expect(() => apply(tf.zeros([2, 3]), tf.zeros([2]))).toThrow("could not be broadcast");
  });
});

test("powers are JavaScript's", async () => {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  await tf.setBackend("native");
  const [a, b] = [
    [1, -1, 1, nan, nan, -8, -2, 0, 0, -inf],
    [nan, inf, -inf, 0, 2, 1 / 3, 3, 0, -1, 0.5],
  ] as const;
  const powers = a.map((x, i) => Math.fround(x ** Math.fround(b[i] as number)));
  expect([...tf.pow(tf.tensor1d([...a]), tf.tensor1d([...b])).dataSync()]).toEqual(powers);
  expect([...tf.pow(tf.tensor1d([-3, 0.1, -inf]), 2).dataSync()]).toEqual([
    9,
    Math.fround(Math.fround(0.1) ** 2),
    inf,
  ]);
  const [ints, two] = [tf.tensor1d([3, -2], "int32"), tf.scalar(2)];
  const squares = tf.engine().runKernel("Pow", { a: ints, b: two }) as tf.Tensor;
  expect(squares.dataSync()).toEqual(Int32Array.of(9, 4));
});
