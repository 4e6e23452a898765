import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { expectClose, gradients, many, onBoth, value } from "../../fixtures/on-both.ts";
import type { NativeBackend } from "../backend/native-backend.ts";
import { engine } from "../engine.ts";

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

test.for([[], [0, 3], [7], [50, 60]])(
  "fills, zeros and ones of shape [%o] are the cpu backend's",
  async (shape) => {
    const apply = (x: tf.Tensor) => [
      tf.fill(shape, 0.1),
      tf.fill(shape, Number.NaN, "float32"),
      tf.fill(shape, 3, "int32"),
      tf.fill(shape, true as unknown as number, "bool"),
      tf.zerosLike(x),
      tf.onesLike(x),
      tf.onesLike(tf.cast(x, "int32")),
    ];
    expectClose(await onBoth([many(shape)], (x) => apply(x as tf.Tensor)));
  },
);

test("strings are tfjs's", async () => {
  await tf.setBackend("native");
  expect(tf.fill([2], "a" as unknown as number, "string").dataSync()).toEqual(["a", "a"]);
});

test("zeros and ones have the cpu backend's gradients", async () => {
  for (const like of [tf.zerosLike, tf.onesLike]) {
    const apply = (x: tf.Tensor) => tf.add(x, like(x));
    expectClose(
      await onBoth(
        [many([3, 4])],
        value((x) => apply(x as tf.Tensor)),
      ),
    );
    expectClose(
      await onBoth(
        [many([3, 4])],
        gradients((x) => apply(x as tf.Tensor)),
      ),
    );
  }
});

test("are in the engine's memory", async () => {
  await tf.setBackend("native");
  const backend = tf.backend() as NativeBackend;
  for (const x of [
    tf.fill([2000], 1),
    tf.zerosLike(tf.fill([2000], 1)),
    tf.onesLike(tf.fill([2000], 1)),
  ]) {
    expect(backend.pool.owns(backend.data.get(x.dataId).values)).toBe(true);
  }
});
