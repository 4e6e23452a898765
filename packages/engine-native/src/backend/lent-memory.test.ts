import * as tf from "@tensorflow/tfjs";
import { lentTensor } from "@unlabeled/core";
import { beforeAll, expect, test } from "vitest";
import { engine } from "../engine.ts";
import type { NativeBackend } from "./native-backend.ts";

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

const backend = () => tf.backend() as NativeBackend;
const SIZE = 1 << 15;

/** Two tensors of one shared piece of memory, and what has come back of it. */
function lentPair() {
  const memory = new SharedArrayBuffer(4 * 2 * SIZE);
  const returned: string[] = [];
  const [a, b] = ["a", "b"].map((name, at) => {
    const values = new Float32Array(memory, 4 * at * SIZE, SIZE).fill(at + 1);
    return lentTensor(values, [SIZE], () => returned.push(name));
  }) as [tf.Tensor, tf.Tensor];
  return { memory, returned, a, b };
}

test("values stay where they are, and each part goes back by itself", () => {
  const { used } = backend().pool.usage;
  const { memory, returned, a, b } = lentPair();
  expect(backend().pool.usage.used).toBe(used);
  expect(backend().floats(a).buffer).toBe(memory);
  b.dispose();
  expect(returned).toEqual(["b"]);
  expect(tf.sum(a).arraySync()).toBe(SIZE);
  a.dispose();
  expect(returned).toEqual(["b", "a"]);
  expect(backend().lent.owns(new Float32Array(memory))).toBe(false);
});

test("a kernel that hands its input's values on shares the loan", () => {
  const { returned, a, b } = lentPair();
  const handedOn = tf.tidy(() => {
    const info = { dataId: {}, shape: [SIZE], dtype: "float32" as const };
    backend().move(info.dataId, backend().floats(a), info.shape, info.dtype, 1);
    return tf.engine().makeTensorFromDataId(info.dataId, info.shape, info.dtype);
  });
  a.dispose();
  expect(returned).toEqual([]);
  expect(handedOn.dataSync()[0]).toBe(1);
  handedOn.dispose();
  b.dispose();
  expect(returned).toEqual(["a", "b"]);
});

test("updates are not made in lent memory, and what is read is a copy", () => {
  const { memory, a, b } = lentPair();
  const read = a.dataSync();
  const { tensor, elements } = backend().makeUpdated(a);
  expect(elements.buffer).not.toBe(memory);
  backend().disposeData(tensor.dataId);
  new Float32Array(memory).fill(9);
  expect(read[0]).toBe(1);
  tf.dispose([a, b]);
});
