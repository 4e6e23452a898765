import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { engine } from "../index.ts";
import { ELEMENT_WISE_CASES } from "./element-wise-cases.ts";
import type { GradientCase } from "./gradient-case.ts";
import { LINEAR_CASES, NOT_COMPARED, OTHER_CASES } from "./other-cases.ts";

/** At least one call of every operation that has a gradient in tfjs, on shapes even, odd, empty and broadcast. */
const GRADIENT_CASES = [...ELEMENT_WISE_CASES, ...OTHER_CASES];

beforeAll(async () => {
  await engine.start({ threads: 1 });
});

/** Fills memory that is free with NaN: a kernel that reads what it did not write is found. */
function poison(): void {
  const values = new Float32Array(1 << 16).fill(Number.NaN);
  const tensors = [16, 256, 4096, 65536].flatMap((size) =>
    Array.from({ length: 8 }, () => tf.tensor1d(values.subarray(0, size))),
  );
  tf.dispose(tensors);
}

/** Value and gradients on a backend, as plain arrays. */
async function compute(backend: string, { inputs, apply }: GradientCase) {
  await tf.setBackend(backend);
  const tensors = inputs();
  poison();
  const value = apply(...tensors);
  const dy = tf.randomUniform(value.shape, -1, 1, "float32", 99);
  const gradients = tf.grads(apply)(tensors, dy);
  return [value, ...gradients].map((t) => ({ shape: t.shape, values: [...t.dataSync()] }));
}

test.for(
  GRADIENT_CASES.map((one): [string, GradientCase] => [
    `${one.operation} ${one.variant ?? ""}`,
    one,
  ]),
)("%s: value and gradients equal the cpu backend's", async ([, one]) => {
  const want = await compute("cpu", one);
  const got = await compute("wasm", one);
  expect(got.map(({ shape }) => shape)).toEqual(want.map(({ shape }) => shape));
  want.forEach(({ values }, i) => {
    const scale = Math.max(1, ...values.map(Math.abs));
    values.forEach((value, j) => {
      expect(Math.abs((got[i]?.values[j] as number) - value)).toBeLessThanOrEqual(1e-5 * scale);
    });
  });
});

test.for(
  LINEAR_CASES.map((one): [string, GradientCase] => [`${one.operation} ${one.variant ?? ""}`, one]),
)("%s: the gradient is the adjoint", async ([, { inputs, apply }]) => {
  await tf.setBackend("wasm");
  const tensors = inputs();
  poison();
  const value = apply(...tensors);
  const dy = tf.randomUniform(value.shape, -1, 1, "float32", 99);
  const [dx] = tf.grads(apply)(tensors, dy) as [tf.Tensor];
  // <A x, dy> = <x, Aᵀ dy>
  const left = tf.sum(tf.mul(value, dy)).dataSync()[0] as number;
  expect(tf.sum(tf.mul(tensors[0] as tf.Tensor, dx)).dataSync()[0]).toBeCloseTo(left, 4);
});

test("every operation with a gradient in tfjs is called", () => {
  const registry = (globalThis as unknown as { _tfGlobals: Map<string, Map<string, unknown>> })
    ._tfGlobals;
  const operations = [...(registry.get("gradRegistry") as Map<string, unknown>).keys()];
  const called = new Set([
    ...[...GRADIENT_CASES, ...LINEAR_CASES].map(({ operation }) => operation),
    ...Object.keys(NOT_COMPARED),
  ]);
  expect(operations.filter((name) => !called.has(name))).toEqual([]);
});
