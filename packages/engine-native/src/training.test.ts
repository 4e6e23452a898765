import * as tf from "@tensorflow/tfjs";
import {
  convBatchNorm,
  defineNetwork,
  heNormal,
  normVariables,
  sgd,
  within,
} from "@unlabeled/core";
import { expect, test } from "vitest";
import type { NativeBackend } from "./backend/native-backend.ts";
import { engine } from "./engine.ts";

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
          const maps = convBatchNorm(images, first, mode, { padding: 1, activation: "relu" });
          const options = { padding: 1, activation: "relu", residual: maps } as const;
          const features = tf.mean(convBatchNorm(maps, second, mode, options), [1, 2]);
          return tf.matMul(features, head as tf.Tensor as tf.Tensor2D);
        },
      };
    },
    { seed: 0 },
  );

test("2,000 steps leave memory as it was, and learn", async () => {
  await engine.start({ threads: 1 });
  const network = small();
  const variables = network.parameters.map(({ variable }) => variable);
  const optimizer = sgd({ momentum: 0.9 });
  optimizer.initialize(network.parameters);
  // bright pictures and dark ones, blurred by noise
  const labels = tf.oneHot([0, 1, 0, 1, 0, 1, 0, 1], 2);
  const shift = tf.reshape(tf.tensor1d([0, 1, 0, 1, 0, 1, 0, 1]), [8, 1, 1, 1]);
  const pictures: tf.Tensor4D = tf.add(tf.randomNormal([8, 16, 16, 1], 0, 1, "float32", 1), shift);
  const step = () =>
    tf.tidy(() => {
      const loss = () => {
        const logits = network.apply(pictures, "train");
        return tf.neg(tf.mean(tf.mul(labels, tf.logSoftmax(logits)))) as tf.Scalar;
      };
      const { value, grads } = tf.variableGrads(loss, variables);
      const gradients = Object.fromEntries(
        network.parameters.map(({ name, variable }) => [name, grads[variable.name] as tf.Tensor]),
      );
      optimizer.update(gradients, 0.01);
      return value.dataSync()[0] as number;
    });
  const state = () => {
    const { numTensors, numBytes, numDataBuffers } = tf.memory();
    return { numTensors, numBytes, numDataBuffers, ...(tf.backend() as NativeBackend).pool.usage };
  };
  const first = step();
  for (let i = 0; i < 20; i++) step();
  const before = state();
  for (let i = 0; i < 2000; i++) step();
  expect(state()).toEqual(before);
  expect(step()).toBeLessThan(first / 2);
});
