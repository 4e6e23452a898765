import * as tf from "@tensorflow/tfjs";
import { conv2d } from "@unlabeled/core";
import { expect, test } from "vitest";
import { windowPadding } from "./window-padding.ts";

type Shape = [number, number, number, number];

test.for([
  [5, 1],
  [5, 2],
  [3, 1],
  [3, 2],
  [1, 1],
] as const)(
  'kernel %i, stride %i: ⌈H / stride⌉ rows; "same" is TensorFlow\'s',
  ([size, stride]) => {
    for (const [H, W] of [
      [8, 7],
      [7, 10],
      [3, 4],
      [1, 1],
    ] as const) {
      const shape: Shape = [1, H, W, 2];
      const x: tf.Tensor4D = tf.randomNormal(shape, 0, 1, "float32", 1);
      const kernel: tf.Tensor4D = tf.randomNormal([size, size, 2, 3], 0, 1, "float32", 2);
      const padded = (kind: "symmetric" | "same") =>
        conv2d(x, kernel, { stride, padding: windowPadding(kind, shape, { size, stride }) });
      expect(padded("same")).toBeAllclose(tf.conv2d(x, kernel, stride, "same"));
      expect(padded("symmetric").shape).toEqual([
        1,
        Math.ceil(H / stride),
        Math.ceil(W / stride),
        3,
      ]);
    }
  },
);

test("symmetric: equally many zeros on all sides", () => {
  expect(windowPadding("symmetric", [1, 8, 8, 1], { size: 5, stride: 2 })).toBe(2);
});
