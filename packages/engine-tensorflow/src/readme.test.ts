import * as tf from "@tensorflow/tfjs";
import { tensorflowEngine } from "@unlabeled/engine-tensorflow";
import { expect, test } from "vitest";

test("the README's program runs", async () => {
  const engine = tensorflowEngine({ device: "cpu" });
  const { description } = await engine.start({ threads: 2 });

  const images = tf.randomNormal([8, 32, 32, 3]) as tf.Tensor4D;
  const kernel = tf.variable(tf.randomNormal([3, 3, 3, 16], 0, 0.3));
  const classifier = tf.variable(tf.randomNormal([16, 2], 0, 0.3));
  const labels = tf.oneHot([0, 1, 0, 1, 0, 1, 0, 1], 2);
  const optimizer = tf.train.momentum(0.05, 0.9);
  const losses: number[] = [];
  for (let step = 0; step < 20; step++) {
    const loss = optimizer.minimize(() => {
      const maps = tf.relu(tf.conv2d(images, kernel as tf.Tensor as tf.Tensor4D, 2, "same"));
      const logits = tf.matMul(tf.mean(maps, [1, 2]), classifier as tf.Tensor as tf.Tensor2D);
      return tf.neg(tf.mean(tf.mul(labels, tf.logSoftmax(logits)))) as tf.Scalar;
    }, true) as tf.Scalar;
    losses.push(loss.arraySync());
    loss.dispose();
  }

  expect(description).toMatch(/^tensorflow engine \(TensorFlow 2\..*, float32, cpu, 2 threads\)$/);
  expect(losses.at(-1)).toBeLessThan(losses[0] as number);
});
