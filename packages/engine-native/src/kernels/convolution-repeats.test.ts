import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { engine } from "../engine.ts";

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

// oneDNN 3.2's weights' gradient for AVX2 was wrong in one of fifty calls with windows of 1x1 and a stride
test.for([
  [1, 2],
  [3, 2],
] as const)(
  "the weights' gradient has the same bits each time: window %d, stride %d",
  ([size, stride]) => {
    const x = tf.randomNormal<tf.Rank.R4>([8, 4, 4, 4], 0, 1, "float32", 1);
    const w = tf.randomNormal<tf.Rank.R4>([size, size, 4, 8], 0, 1, "float32", 2);
    const gradientOf = tf.grad((kernel) =>
      tf.sum(tf.square(tf.conv2d(x, kernel as tf.Tensor4D, stride, "same"))),
    );
    const once = () => tf.tidy(() => gradientOf(w).dataSync().slice());
    const first = once();
    for (let time = 0; time < 200; time++) expect(once()).toEqual(first);
  },
);
