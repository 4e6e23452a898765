import * as tf from "@tensorflow/tfjs";
import {
  convBatchNorm,
  defineNetwork,
  type Engine,
  heNormal,
  lossAndGradients,
  normVariables,
  sgd,
  softmaxCrossEntropy,
  within,
} from "@unlabeled/core";
import { expect, test } from "vitest";

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

/** Bytes that allocators keep ready for later. A tensor of 32 KB lost a step would be as much. */
const SLACK = 64e6;

interface TrainingOptions {
  /** What of an engine's own memory must stay as it is, beside tfjs's. */
  readonly own?: () => object;
  /** Bytes outside JavaScript, which may grow by what allocators keep. */
  readonly outside?: () => number;
}

/** An engine trains: the loss falls, and no step leaves anything behind. */
export function testTraining(
  engine: Engine,
  { own = () => ({}), outside = () => 0 }: TrainingOptions = {},
): void {
  test("2,000 steps leave memory as it was, and learn", { timeout: 300_000 }, async () => {
    await engine.start({ threads: 1 });
    const network = small();
    const optimizer = sgd({ momentum: 0.9 });
    optimizer.initialize(network.parameters);
    // bright pictures and dark ones, blurred by noise
    const labels = tf.oneHot([0, 1, 0, 1, 0, 1, 0, 1], 2) as tf.Tensor2D;
    const shift = tf.reshape(tf.tensor1d([0, 1, 0, 1, 0, 1, 0, 1]), [8, 1, 1, 1]);
    const noise = tf.randomNormal([8, 16, 16, 1], 0, 1, "float32", 1);
    const pictures: tf.Tensor4D = tf.add(noise, shift);
    const step = () =>
      tf.tidy(() => {
        const { loss, gradients } = lossAndGradients(
          () => softmaxCrossEntropy(network.apply(pictures, "train"), labels),
          network.parameters,
        );
        optimizer.update(gradients, 0.01);
        return loss.dataSync()[0] as number;
      });
    const state = () => {
      const { numTensors, numBytes, numDataBuffers } = tf.memory();
      return { numTensors, numBytes, numDataBuffers, ...own() };
    };
    const first = step();
    for (let i = 0; i < 100; i++) step(); // until what is kept ready for later is there
    const [before, resident] = [state(), outside()];
    for (let i = 0; i < 2000; i++) step();
    expect(state()).toEqual(before);
    expect(outside() - resident).toBeLessThan(SLACK);
    expect(step()).toBeLessThan(first / 2);
  });
}
