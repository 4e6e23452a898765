import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { clipByGlobalNorm } from "./clip-by-global-norm.ts";

test("scales all gradients by maxNorm over their common norm", () => {
  const { gradients, norm } = clipByGlobalNorm({ a: tf.tensor([3]), b: tf.tensor([[4, 12]]) }, 6.5);
  expect(norm).toBeAllclose(13);
  expect(gradients.a as tf.Tensor).toBeAllclose([1.5]);
  expect(gradients.b as tf.Tensor).toBeAllclose([[2, 6]]);
});

test("keeps gradients below the norm bit for bit", () => {
  const a = tf.tensor([0.1, 0.3]);
  const { gradients } = clipByGlobalNorm({ a }, 1);
  expect(gradients.a?.dataSync()).toEqual(a.dataSync());
});

test("of nothing is nothing, with norm 0", () => {
  const { gradients, norm } = clipByGlobalNorm({}, 1);
  expect(gradients).toEqual({});
  expect(norm).toBeAllclose(0);
});

test("leaves the tensors that it returns", () => {
  const a = tf.tensor([3, 4]);
  const before = tf.memory().numTensors;
  clipByGlobalNorm({ a, b: a }, 1);
  expect(tf.memory().numTensors).toBe(before + 3);
});

test("throws on a norm that is not positive", () => {
  expect(() => clipByGlobalNorm({}, Number.NaN)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: clipByGlobalNorm: maxNorm must be finite and positive; got NaN.]`,
  );
});
