import * as tf from "@tensorflow/tfjs";
import { swish } from "@unlabeled/core";
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
import type { NativeBackend } from "../backend/native-backend.ts";
import { engine } from "../engine.ts";

interface Case {
  readonly name: string;
  readonly apply: (x: tf.Tensor) => tf.Tensor;
  /** Of the value, to the cpu backend's, which computes in double; 2.4e-7 is 2 to 4 units in the last place. */
  readonly relative?: number;
  readonly absolute?: number;
}

const CASES: readonly Case[] = [
  { name: "Abs", apply: tf.abs },
  { name: "Ceil", apply: tf.ceil },
  { name: "Floor", apply: tf.floor },
  { name: "Neg", apply: tf.neg },
  { name: "Square", apply: tf.square },
  { name: "Sqrt", apply: tf.sqrt },
  { name: "Rsqrt", apply: tf.rsqrt, relative: 1.2e-7 },
  { name: "Reciprocal", apply: tf.reciprocal },
  { name: "Exp", apply: tf.exp, relative: 1.2e-7, absolute: 1.5e-45 },
  { name: "Expm1", apply: tf.expm1, relative: 1.8e-7 },
  { name: "Log", apply: tf.log, relative: 1.2e-7 },
  { name: "Log1p", apply: tf.log1p, relative: 1.8e-7 },
  { name: "Relu", apply: tf.relu },
  { name: "Relu6", apply: tf.relu6 },
  { name: "LeakyRelu", apply: (x) => tf.leakyRelu(x, 0.3), relative: 1.2e-7, absolute: 1.5e-45 },
  { name: "Elu", apply: tf.elu, relative: 1.8e-7, absolute: 1.2e-16 }, // the cpu's exp(x) - 1 cancels
  { name: "Selu", apply: tf.selu, relative: 2.4e-7, absolute: 2.1e-16 },
  { name: "Sigmoid", apply: tf.sigmoid, relative: 2.4e-7, absolute: 1.5e-45 },
  { name: "Tanh", apply: tf.tanh, relative: 1.8e-7 },
  { name: "Softplus", apply: tf.softplus, relative: 2.4e-7, absolute: 5e-13 }, // the cpu's is exp(x) below -14
  { name: "Step", apply: (x) => tf.step(x, -0.5) },
  { name: "Sign", apply: tf.sign },
  { name: "Sin", apply: tf.sin, relative: 1.8e-7 },
  { name: "Cos", apply: tf.cos, relative: 1.8e-7 },
  { name: "Erf", apply: tf.erf, absolute: 3e-7 }, // the cpu's formula is not more exact
  { name: "ClipByValue", apply: (x) => tf.clipByValue(x, -0.7, 1.1) },
];

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

describe.for(CASES)("$name", ({ apply, ...tolerance }) => {
  test("equals the cpu backend's for any numbers and shape", async () => {
    await fc.assert(
      fc.asyncProperty(
        shapes.chain((shape) => floats(shape, anyFloat)),
        async (x) => expectClose(await onBoth([x], value(apply)), tolerance),
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  test("has the cpu backend's gradient", async () => {
    await fc.assert(
      fc.asyncProperty(
        shapes.chain((shape) => floats(shape, tameFloat)),
        async (x) => {
          const result = await onBoth([x], gradients(apply));
          expectClose(result, { relative: 1e-6, absolute: 3e-7 });
        },
      ),
      { numRuns: 20, seed: 1 },
    );
  });

  test("equals the cpu backend's for as many as several threads share", async () => {
    expectClose(await onBoth([many([3, 33, 401], -9, 9)], value(apply)), tolerance);
  });

  test("is computed in the engine's memory", async () => {
    await tf.setBackend("native");
    const backend = tf.backend() as NativeBackend;
    const y = apply(tf.ones([2000]));
    expect(backend.pool.owns(backend.data.get(y.dataId).values)).toBe(true);
  });
});

test.for<Case>([
  { name: "Abs", apply: tf.abs },
  { name: "Neg", apply: tf.neg },
  { name: "Relu", apply: tf.relu },
  { name: "Square", apply: tf.square },
  { name: "Sign", apply: tf.sign },
  { name: "ClipByValue", apply: (x) => tf.clipByValue(x, -1, 2) },
])("$name of ints is tfjs's", async ({ apply }) => {
  const x = { shape: [4], dtype: "int32" as const, values: [3, -2, 0, 70000] };
  expectClose(await onBoth([x], value(apply)));
});

test("erf is exact to 2 units in the last place", async () => {
  await tf.setBackend("native");
  const x = [0.001, -0.3, 0.5, 0.927, 0.928, 1, -2, 3, 4];
  const exact = [
    ...[0.0011283787909692365, -0.3286267594591274, 0.5204998778130465, 0.8101341184983779],
    ...[
      0.8106114834645929, 0.8427007929497149, -0.9953222650189527, 0.9999779095030014,
      0.9999999845827421,
    ],
  ];
  const y = tf.erf(tf.tensor1d(x)).dataSync();
  // a float is within 6e-8 of the number that is meant, and so is x
  y.forEach((value, i) => {
    expect(Math.abs(value / (exact[i] as number) - 1)).toBeLessThan(2.4e-7);
  });
});

test("swish and its gradient equal the definition's", async () => {
  for (const name of ["Swish", "SwishGrad"]) expect(tf.getKernel(name, "native")).toBeDefined();
  const x = many([5, 7, 1200], -9, 9);
  const tolerance = { relative: 1e-6, absolute: 3e-7 };
  expectClose(await onBoth([x], value(swish)), { relative: 3e-7 });
  expectClose(await onBoth([x], gradients(swish)), tolerance);
  await tf.setBackend("native");
  expect([...swish(tf.tensor1d([0, Number.NaN, 1e30, -1e30])).dataSync()]).toEqual(
    [0, Number.NaN, Math.fround(1e30), -0], // x sigma(x)
  );
});
