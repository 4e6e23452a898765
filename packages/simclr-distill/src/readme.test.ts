import * as tf from "@tensorflow/tfjs";
import { defineNetwork, heNormal } from "@unlabeled/core";
import { simclr } from "@unlabeled/simclr-distill";
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

  const method = simclr({
    backbone: layer(8 * 8 * 3, 32, 0),
    projector: layer(32, 16, 1),
    temperature: 0.1,
  });
  const images = tf.randomUniform<tf.Rank.R4>([64, 8, 8, 3], 0, 1, "float32", 0);
  const optimizer = tf.train.momentum(0.05, 0.9);
  const losses: number[] = [];

  for (let step = 0; step < 50; step++) {
    const loss = tf.tidy(() => {
      const view0 = tf.add<tf.Tensor4D>(images, tf.randomNormal(images.shape, 0, 0.1));
      const view1 = tf.mul<tf.Tensor4D>(images, tf.randomUniform([64, 1, 1, 1], 0.6, 1.4));
      const { value, grads } = tf.variableGrads(
        () => method.objective(method.forward({ view0, view1 }), {}).loss,
        method.trained.map(({ variable }) => variable),
      );
      optimizer.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
      return value;
    });
    losses.push(loss.arraySync());
    loss.dispose();
  }
  console.log(losses[0], losses.at(-1));

  expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 2);
  print.mockRestore();
});
