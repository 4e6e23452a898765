import * as tf from "@tensorflow/tfjs";
import { byol } from "@unlabeled/byol";
import { cosineMomentum, defineNetwork, heNormal } from "@unlabeled/core";
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

  const method = byol({
    backbone: layer(8 * 8 * 3, 32, 0),
    projector: layer(32, 16, 1),
    predictor: layer(16, 16, 2),
    momentum: cosineMomentum({ base: 0.99 }),
  });
  const images = tf.randomUniform<tf.Rank.R4>([64, 8, 8, 3], 0, 1, "float32", 0);
  const optimizer = tf.train.momentum(0.02, 0.9);
  const totalSteps = 50;
  const losses: number[] = [];

  for (let step = 0; step < totalSteps; step++) {
    const loss = tf.tidy(() => {
      const view0 = tf.add<tf.Tensor4D>(images, tf.randomNormal(images.shape, 0, 0.1));
      const view1 = tf.mul<tf.Tensor4D>(images, tf.randomUniform([64, 1, 1, 1], 0.6, 1.4));
      const targets = method.targets({ view0, view1 }); // outside the gradient
      const { value, grads } = tf.variableGrads(
        () => method.objective(method.forward({ view0, view1 }), targets).loss,
        method.trained.map(({ variable }) => variable),
      );
      optimizer.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
      method.afterUpdate({ step, totalSteps, stepsPerEpoch: 1 }); // moves the target
      return value;
    });
    losses.push(loss.arraySync());
    loss.dispose();
  }
  console.log(losses[0], losses.at(-1));

  expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 2);
  print.mockRestore();
});
