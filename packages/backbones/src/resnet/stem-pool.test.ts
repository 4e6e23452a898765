import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { stemPool } from "./stem-pool.ts";

const maxima = (length: number, centres: "even" | "odd") => {
  const ramp = tf.range(1, length + 1);
  const before = tf.memory().numTensors;
  const down = stemPool(tf.reshape(ramp, [1, length, 1, 1]), centres);
  const across = stemPool(tf.reshape(ramp, [1, 1, length, 1]), centres);
  expect(tf.memory().numTensors).toBe(before + 4); // two of them the ramps, reshaped
  expect(tf.reshape(across, [-1])).toBeAllclose(tf.reshape(down, [-1]));
  return tf.reshape(down, [-1]);
};

test("of an even size, windows around even pixels as PyTorch's or odd ones as TensorFlow's", () => {
  // torch.nn.functional.max_pool2d(torch.arange(1., 7).view(1, 1, 6, 1), 3, 2, 1)
  expect(maxima(6, "even")).toBeAllclose([2, 4, 6]);
  // tf.nn.max_pool2d(tf.reshape(tf.range(1., 7), [1, 6, 1, 1]), 3, 2, "SAME")
  expect(maxima(6, "odd")).toBeAllclose([3, 5, 6]);
});

test("of an odd size, the same windows", () => {
  expect(maxima(5, "even")).toBeAllclose([2, 4, 5]);
  expect(maxima(5, "odd")).toBeAllclose([2, 4, 5]);
});
