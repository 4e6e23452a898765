import * as tf from "@tensorflow/tfjs";
import { useEngine } from "@unlabeled/core";
import { expect, test } from "vitest";
import { tensorflowEngine } from "../engine.ts";

// the process of this file loads TensorFlow with one thread
const engine = tensorflowEngine({ device: "cpu" });

test("probes without a change", async () => {
  const before = tf.getBackend();
  expect(await engine.probe()).toEqual({
    works: true,
    detail: expect.stringMatching(/^TensorFlow 2\.\d+\.\d+ on the CPU$/),
  });
  expect(tf.getBackend()).toBe(before);
});

test("starts again, and keeps its tensors", async () => {
  const first = await useEngine(engine, { threads: 1 });
  expect(first).toEqual({
    name: "tensorflow",
    description: expect.stringMatching(
      /^tensorflow engine \(TensorFlow 2\.\d+\.\d+, float32, cpu, 1 thread\)$/,
    ),
    precision: "float32",
    threads: 1,
  });
  const kept = tf.add(tf.ones([5000]), 1);
  await tf.setBackend("cpu");
  expect(await engine.start({})).toEqual(first);
  expect(tf.getBackend()).toBe("tensorflow");
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

test("has the operations that tfjs-node lacks", async () => {
  await engine.start({});
  const image = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
  const turned = tf.image.rotateWithOffset(image, Math.PI, 0, 0.5);
  expect(turned.shape).toEqual([1, 2, 2, 1]);
  const moved = tf.image.transform(image, tf.tensor2d([[1, 0, 1, 0, 1, 0, 0, 0]]));
  expect([...moved.dataSync()]).toEqual([2, 0, 4, 0]);
});

test("names what it cannot do", async () => {
  await engine.start({ threads: 1 });
  await expect(engine.start({ precision: "bfloat16" })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: tensorflowEngine: precision must be "float32"; got "bfloat16". Leave it out, or use the native engine.]`,
  );
  await expect(engine.start({ threads: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: tensorflowEngine: threads must be an integer ≥ 1; got 0.]`,
  );
  await expect(engine.start({ threads: 2 })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: tensorflowEngine: threads must be 1, with which this process has loaded TensorFlow; got 2. Use another process.]`,
  );
  const other = tensorflowEngine({ device: "gpu:0" });
  await expect(other.start({})).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: tensorflowEngine: device must be "cpu", which this process has loaded TensorFlow for; got "gpu:0". Use another process.]`,
  );
  await expect(tensorflowEngine({ device: "tpu" }).start({})).rejects.toThrow(RangeError);
});
