import * as tf from "@tensorflow/tfjs";
import { engine } from "@unlabeled/engine-wasm";
import { expect, test } from "vitest";

test("the README's program runs", async () => {
  const { description } = await engine.start({ threads: 2 });

  const images = tf.randomNormal([8, 16, 16, 3]);
  const kernel = tf.randomNormal([3, 3, 3, 4]);
  const classifier = tf.randomNormal([4, 2]);
  const labels = tf.oneHot([0, 1, 0, 1, 0, 1, 0, 1], 2);
  const loss = (kernel: tf.Tensor, classifier: tf.Tensor) => {
    const maps = tf.relu(tf.conv2d(images as tf.Tensor4D, kernel as tf.Tensor4D, 2, "same"));
    const logits = tf.matMul(tf.mean(maps, [1, 2]), classifier);
    return tf.neg(tf.mean(tf.mul(labels, tf.logSoftmax(logits))));
  };
  const [kernelGradient, classifierGradient] = tf.grads(loss)([kernel, classifier]);

  expect(description).toMatch(/SIMD, 2 threads\)$/);
  expect(kernelGradient?.shape).toEqual([3, 3, 3, 4]);
  expect(classifierGradient?.shape).toEqual([4, 2]);
  expect(tf.max(tf.abs(kernelGradient as tf.Tensor)).arraySync()).toBeGreaterThan(0);
});
