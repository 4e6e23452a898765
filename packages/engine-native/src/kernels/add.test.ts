import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { expectClose, many, onBoth } from "../../fixtures/on-both.ts";
import type { NativeBackend } from "../backend/native-backend.ts";
import { engine } from "../engine.ts";

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

test.for([[2, 3], [200, 210], [0, 4], []])(
  "addN of tensors of shape [%o] is the cpu backend's",
  async (shape) => {
    for (const count of [1, 2, 3, 5]) {
      const inputs = Array.from({ length: count }, (_one, i) => many(shape, -i - 1, 2 * i + 1));
      const result = await onBoth(inputs, (...tensors) => [tf.addN(tensors)]);
      expectClose(result); // both add one after the other in float32
    }
  },
);

test("addN of ints is tfjs's", async () => {
  const ints = { shape: [3], dtype: "int32" as const, values: [7, -2, 5] };
  expectClose(await onBoth([ints, ints, ints], (...tensors) => [tf.addN(tensors)]));
});

test("addN leaves its inputs alone", async () => {
  await tf.setBackend("native");
  const x = tf.ones([50, 50]);
  tf.addN([x, x, x, x]);
  expect(tf.sum(x).dataSync()[0]).toBe(2500);
});

test("the sum of two large tensors is added when it is read, after they are disposed too", async () => {
  await tf.setBackend("native");
  const { data } = tf.backend() as NativeBackend;
  const [a, b] = [tf.fill([200, 200], 2), tf.fill([200, 200], 3)];
  const sum = tf.add(a, b);
  expect(data.get(sum.dataId).sum).toBeDefined();
  tf.dispose([a, b]);
  expect(sum.dataSync().every((value) => value === 5)).toBe(true);
  expect(data.get(sum.dataId).sum).toBeUndefined();
});
