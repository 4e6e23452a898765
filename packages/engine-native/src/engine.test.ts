import * as tf from "@tensorflow/tfjs";
import { linear, useEngine } from "@unlabeled/core";
import { expect, test } from "vitest";
import { engine } from "./engine.ts";

test("probes without a change", async () => {
  const before = tf.getBackend();
  expect(await engine.probe()).toEqual({
    works: true,
    detail: expect.stringMatching(
      /^oneDNN 3\.\d+\.\d+, (sse2|avx2|avx512(bf16)?), (no )?bfloat16, \d+ threads?$/,
    ),
  });
  expect(tf.getBackend()).toBe(before);
});

test("starts again with another number of threads, and keeps its tensors", async () => {
  const first = await engine.start({ threads: 1 });
  expect(first).toEqual({
    name: "native",
    description: expect.stringMatching(/^native engine \(oneDNN 3\.\d+\.\d+, float32, 1 thread\)$/),
    precision: "float32",
    threads: 1,
  });
  const kept = tf.add(tf.ones([5000]), 1);
  await tf.setBackend("cpu");
  const second = await engine.start({ threads: 2 });
  expect(second).toMatchObject({ threads: 2, description: expect.stringContaining("2 threads)") });
  expect(tf.getBackend()).toBe("native");
  expect(new Set(kept.dataSync())).toEqual(new Set([2]));
});

test("takes tensors of another backend, and gives its own to it", async () => {
  await tf.setBackend("cpu");
  const made = tf.tensor2d([1, 2, 3, 4], [2, 2]);
  await engine.start({});
  const product = tf.matMul(made, made);
  await tf.setBackend("cpu");
  expect([...tf.add(product, 1).dataSync()]).toEqual([8, 11, 16, 23]);
});

test("bfloat16 is used where the processor has it, and refused elsewhere", async () => {
  const probe = (await engine.probe()) as { detail: string };
  const start = engine.start({ precision: "bfloat16" });
  if (probe.detail.includes("no bfloat16")) {
    await expect(start).rejects.toThrow(
      /^nativeEngine: precision must be "float32" on this processor, .* Leave it out\.$/,
    );
  } else {
    expect(await start).toMatchObject({ precision: "bfloat16" });
    const [a, b] = [0, 1].map((seed) =>
      tf.randomNormal<tf.Rank.R2>([40, 40], 0, 1, "float32", seed),
    );
    const product = () => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D).dataSync();
    const layer = () => linear(a as tf.Tensor2D, b as tf.Tensor2D).dataSync();
    const [halfProduct, halfLayer] = [product(), layer()];
    expect(await engine.start({})).toMatchObject({ precision: "float32" });
    expect(product()).toEqual(halfProduct); // matrices are not rounded, layers are
    expect(layer()).not.toEqual(halfLayer);
  }
});

test("names what it cannot do", async () => {
  const precision = "float16" as "float32";
  await expect(engine.start({ precision })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: nativeEngine: precision must be "float32" or "bfloat16"; got "float16".]`,
  );
  await expect(engine.start({ threads: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: nativeEngine: threads must be an integer ≥ 1; got 0.]`,
  );
});

test("useEngine takes it", async () => {
  expect(await useEngine(engine, { threads: 1 })).toMatchObject({ name: "native", threads: 1 });
});
