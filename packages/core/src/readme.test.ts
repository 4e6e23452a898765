import * as tf from "@tensorflow/tfjs";
import {
  decodeSafetensors,
  defineNetwork,
  encodeSafetensors,
  heNormal,
  lossAndGradients,
  restoreVariables,
  sgd,
  softmaxCrossEntropy,
  useEngine,
  variableTensors,
  warmupCosine,
} from "@unlabeled/core";
import { expect, test } from "vitest";

test("the README's program trains a network and restores it", async () => {
  const engine = await useEngine("cpu"); // useEngine() takes the fastest that works here

  const build = (seed: number) =>
    defineNetwork(
      (variables) => {
        const kernel = variables.kernel("kernel", [2, 2], heNormal("in"));
        const bias = variables.bias("bias", [2]);
        const forward = (x: tf.Tensor2D): tf.Tensor2D => tf.add(tf.matMul(x, kernel), bias);
        return { apply: (x: tf.Tensor2D) => tf.tidy(() => forward(x)) };
      },
      { seed },
    );

  const network = build(0);
  const points = tf.tensor2d([
    [2, 1],
    [1, 2],
    [3, 0],
    [0, 3],
    [1, -1],
    [-1, 1],
  ]);
  const labels = tf.oneHot(tf.tensor1d([0, 1, 0, 1, 0, 1], "int32"), 2) as tf.Tensor2D;

  const optimizer = sgd({ momentum: 0.9, weightDecay: 1e-4 });
  optimizer.initialize(network.parameters);
  const learningRate = warmupCosine({ base: 0.1, warmupSteps: 5 });
  const losses: number[] = [];
  for (let step = 0; step < 50; step++) {
    const { loss, gradients } = lossAndGradients(
      () => softmaxCrossEntropy(network.apply(points), labels),
      network.parameters,
    );
    const progress = { step, totalSteps: 50, stepsPerEpoch: 1 };
    optimizer.update(gradients, learningRate(progress));
    losses.push((await loss.data())[0] as number);
    tf.dispose([loss, gradients]);
  }

  const bytes = encodeSafetensors(await variableTensors(network.parameters)); // of a file
  const restored = build(1);
  restoreVariables(restored.parameters, decodeSafetensors(bytes).tensors);
  const predicted = tf.argMax(restored.apply(points), 1);
  const right = tf.equal(predicted, tf.argMax(labels, 1)); // all of them
  expect(engine.name).toBe("cpu");
  expect(losses.at(-1)).toBeLessThan(0.2 * (losses[0] as number));
  expect([...right.dataSync()]).toEqual([1, 1, 1, 1, 1, 1]);
});
