import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { smoothedClasses } from "./smoothed-classes.ts";

test("of ten classes, smoothed by 0.1, the class has 0.91 and each other 0.01", () => {
  const expected = Array.from({ length: 10 }, (_, l) => (l === 3 ? 0.91 : 0.01));
  expect(smoothedClasses(tf.tensor1d([3], "int32"), 10, 0.1)).toBeAllclose([expected], 1e-7);
});

test("without smoothing it is one-hot, also of groups", () => {
  const classes = tf.tensor2d([[0, 2]], [1, 2], "int32");
  const expected = tf.tensor3d([
    [
      [1, 0, 0],
      [0, 0, 1],
    ],
  ]);
  expect(smoothedClasses(classes, 3, 0)).toBeAllclose(expected, 0);
});
