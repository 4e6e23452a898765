import * as tf from "@tensorflow/tfjs";
import {
  convBatchNorm,
  defineNetwork,
  heNormal,
  lossAndGradients,
  normVariables,
  sgd,
  softmaxCrossEntropy,
  within,
} from "@unlabeled/core";
import { expect, test } from "vitest";
import type { TensorflowBackend } from "../backend/tensorflow-backend.ts";
import { tensorflowEngine } from "../engine.ts";

/** Two convolutions with a shortcut, batch norm, ReLU and a linear layer. */
const small = () =>
  defineNetwork(
    (variables) => {
      const unit = (name: string, channels: number) => {
        const own = within(variables, name);
        const kernel = own.kernel("kernel", [3, 3, channels, 8], heNormal("out"));
        return { kernel, ...normVariables(own, 8) };
      };
      const [first, second] = [unit("first", 1), unit("second", 8)];
      const head = variables.kernel("head", [8, 2], heNormal("in"));
      return {
        apply: (images: tf.Tensor4D, mode: "train" | "evaluate") => {
          const halved = { padding: 1, stride: 2, activation: "relu" } as const;
          const maps = convBatchNorm(images, first, mode, halved);
          const options = { padding: 1, activation: "relu", residual: maps } as const;
          const features = tf.mean(convBatchNorm(maps, second, mode, options), [1, 2]);
          return tf.matMul(features, head as tf.Tensor as tf.Tensor2D) as tf.Tensor2D;
        },
      };
    },
    { seed: 0 },
  );

/** Beyond what TensorFlow and JavaScript keep ready for later, bytes. A tensor of 2 KB lost a step would be 4 MB. */
const SLACK = 64e6;

test("2,000 steps leave memory as it was, and learn", { timeout: 300_000 }, async () => {
  await tensorflowEngine({ device: "cpu" }).start({});
  const network = small();
  const optimizer = sgd({ momentum: 0.9 });
  optimizer.initialize(network.parameters);
  // bright pictures and dark ones, blurred by noise
  const labels = tf.oneHot([0, 1, 0, 1, 0, 1, 0, 1], 2) as tf.Tensor2D;
  const shift = tf.reshape(tf.tensor1d([0, 1, 0, 1, 0, 1, 0, 1]), [8, 1, 1, 1]);
  const pictures: tf.Tensor4D = tf.add(tf.randomNormal([8, 16, 16, 1], 0, 1, "float32", 1), shift);
  const step = () =>
    tf.tidy(() => {
      const { loss, gradients } = lossAndGradients(
        () => softmaxCrossEntropy(network.apply(pictures, "train"), labels),
        network.parameters,
      );
      optimizer.update(gradients, 0.01);
      return loss.dataSync()[0] as number;
    });
  const { binding } = tf.backend() as unknown as TensorflowBackend;
  const state = () => {
    const { numTensors, numBytes, numDataBuffers } = tf.memory();
    return { numTensors, numBytes, numDataBuffers, inTensorFlow: binding.getNumOfTensors() };
  };
  const first = step();
  for (let i = 0; i < 100; i++) step();
  const [before, resident] = [state(), process.memoryUsage.rss()];
  for (let i = 0; i < 2000; i++) step();
  expect(state()).toEqual(before);
  expect(process.memoryUsage.rss() - resident).toBeLessThan(SLACK);
  expect(step()).toBeLessThan(first / 2);
});
