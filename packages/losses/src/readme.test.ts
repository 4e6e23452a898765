import * as tf from "@tensorflow/tfjs";
import { contrastiveAccuracy, ntXentLoss, spread } from "@unlabeled/losses";
import { expect, test } from "vitest";

test("the README's example runs, and learns", () => {
  const logged: number[] = [];
  const console = { log: (...values: number[]) => logged.push(...values) };
  // biome-ignore format: as in the README
  {
    const images: tf.Tensor2D = tf.randomNormal([32, 64], 0, 1, "float32", 1); // stands for features of 32 images
    const other: tf.Tensor2D = tf.add(images, tf.randomNormal([32, 64], 0, 0.5, "float32", 2)); // and of their other views
    const projector = tf.variable(tf.randomNormal([64, 16], 0, 0.1, "float32", 3) as tf.Tensor2D);
    const project = (features: tf.Tensor2D): tf.Tensor2D => tf.matMul(features, projector);

    const optimizer = tf.train.sgd(0.1);
    for (let step = 0; step < 20; step++) {
      optimizer.minimize(() => ntXentLoss(project(images), project(other), { temperature: 0.1 }));
    }
    const accuracy = contrastiveAccuracy(project(images), project(other)); // in [0, 1]
    const health = spread(project(images)); // near 1; 0 is collapse
    console.log(accuracy.arraySync(), health.arraySync());
  }
  const [accuracy, health] = logged;
  expect(accuracy).toBeGreaterThan(0.9);
  expect(health).toBeGreaterThan(0.5);
});
