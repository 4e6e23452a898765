import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import {
  anyFloat,
  expectClose,
  floats,
  gradients,
  many,
  onBoth,
  shapes,
  value,
} from "../../fixtures/on-both.ts";
import type { NativeBackend } from "../backend/native-backend.ts";
import { engine } from "../engine.ts";

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

test.for(["int32", "bool", "float32"] as const)(
  "from float32 to %s is the cpu backend's",
  async (dtype) => {
    const apply = value((x) => tf.cast(x as tf.Tensor, dtype));
    await fc.assert(
      fc.asyncProperty(
        shapes.chain((shape) => floats(shape, anyFloat)),
        async (x) => expectClose(await onBoth([x], apply)),
      ),
      { numRuns: 60, seed: 1 },
    );
    expectClose(await onBoth([many([45, 1001], -3e9, 3e9)], apply));
  },
);

test.for(["int32", "bool"] as const)("from %s to float32 is the cpu backend's", async (dtype) => {
  const values = [1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0].map((one, i) =>
    dtype === "bool" ? one : one * (i - 5) * 12345678,
  );
  const apply = value((x) => tf.cast(tf.tile(x as tf.Tensor1D, [3000]), "float32"));
  // the cpu backend's floats are the ints themselves, not rounded
  expectClose(await onBoth([{ shape: [18], dtype, values }], apply), { relative: 6e-8 });
});

test("makes the ints that JavaScript makes", async () => {
  await tf.setBackend("native");
  const x = [
    1.9,
    -1.9,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 31,
    2 ** 32 + 512,
    -(2 ** 33),
    1e30,
  ];
  expect([...tf.cast(tf.tensor1d(x), "int32").dataSync()]).toEqual(
    [...Float32Array.from(x)].map((value) => value | 0),
  );
});

test("leaves ints as they are where their floats are computed with", async () => {
  await tf.setBackend("native");
  const ints = tf.tensor1d([1, 2, 3], "int32");
  const doubled = tf.mul(tf.cast(ints, "float32"), 2);
  expect([...doubled.dataSync()]).toEqual([2, 4, 6]);
  expect(ints.dataSync()).toEqual(Int32Array.of(1, 2, 3));
});

test("gives memory back with the tensor", async () => {
  await tf.setBackend("native");
  const backend = tf.backend() as NativeBackend;
  for (const dtype of ["int32", "bool"] as const) {
    const x = tf.cast(tf.ones([100, 100]), dtype);
    const { values } = backend.data.get(x.dataId);
    expect(backend.pool.owns(values)).toBe(true);
    x.dispose();
    expect(backend.pool.owns(values)).toBe(false);
  }
});

test("has the cpu backend's gradient", async () => {
  const apply = gradients((x) => tf.mul(tf.cast(x as tf.Tensor, "float32"), 3));
  expectClose(await onBoth([many([5, 7])], apply));
});
