import * as tf from "@tensorflow/tfjs";
import { defineNetwork, heNormal } from "@unlabeled/core";
import { mocoV2 } from "@unlabeled/moco";
import { expect, test, vi } from "vitest";

test("the README's example runs, and the loss goes down", async () => {
  const print = vi.spyOn(console, "log").mockImplementation(() => {});
  const layer = (inputs: number, outputs: number, seed: number) =>
    defineNetwork(
      (variables) => {
        const kernel = variables.kernel("kernel", [inputs, outputs], heNormal("in"));
        return {
          apply: (x: tf.Tensor) => tf.matMul<tf.Tensor2D>(tf.reshape(x, [-1, inputs]), kernel),
        };
      },
      { seed },
    );

  const method = mocoV2({
    backbone: layer(8 * 8 * 3, 32, 0),
    projector: layer(32, 16, 1),
    dimension: 16,
    queueLength: 128,
    momentum: () => 0.99,
  });
  const photos = tf.randomUniform<tf.Rank.R4>([256, 8, 8, 3], 0, 1, "float32", 0);
  const optimizer = tf.train.momentum(0.03, 0.9);
  const totalSteps = 100;
  const losses: number[] = [];

  for (let step = 0; step < totalSteps; step++) {
    const loss = tf.tidy(() => {
      const images = tf.slice(photos, (step % 8) * 32, 32);
      const view0 = tf.add<tf.Tensor4D>(
        images,
        tf.randomNormal(images.shape, 0, 0.1, "float32", step),
      );
      const view1 = tf.mul<tf.Tensor4D>(
        images,
        tf.randomUniform([32, 1, 1, 1], 0.6, 1.4, "float32", step),
      );
      const targets = method.targets({ view0, view1 }); // the keys, outside the gradient
      const { value, grads } = tf.variableGrads(
        () => method.objective(method.forward({ view0, view1 }), targets).loss,
        method.trained.map(({ variable }) => variable),
      );
      optimizer.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
      method.afterUpdate({ step, totalSteps, stepsPerEpoch: 8 }, targets); // key network, then queue
      return value;
    });
    losses.push(loss.arraySync());
    loss.dispose();
  }
  console.log(losses[4], losses.at(-1)); // from when the queue is full of keys

  expect(losses.at(-1)).toBeLessThan((losses[4] as number) * 0.75);
  print.mockRestore();
});
