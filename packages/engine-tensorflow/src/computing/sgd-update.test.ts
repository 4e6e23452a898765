import * as tf from "@tensorflow/tfjs";
import { defineNetwork, heNormal, sgd } from "@unlabeled/core";
import { expect, test } from "vitest";
import { tensorflowEngine } from "../engine.ts";

/** A kernel, which is decayed, and a bias, which is not, after three updates with the same gradients. */
function updated(settings: Parameters<typeof sgd>[0]): number[] {
  const { parameters } = defineNetwork(
    (variables) => {
      variables.kernel("kernel", [2, 3], heNormal("in"));
      variables.bias("bias", [3]);
      return { apply: (x: tf.Tensor) => x };
    },
    { seed: 0 },
  );
  const optimizer = sgd(settings);
  optimizer.initialize(parameters);
  const gradients = Object.fromEntries(
    parameters.map(({ name, variable }, i) => [name, tf.fill(variable.shape, i + 0.5)]),
  );
  const before = tf.memory().numTensors;
  for (let step = 0; step < 3; step++) optimizer.update(gradients, 0.1);
  expect(tf.memory().numTensors).toBe(before);
  return parameters.flatMap(({ variable }) => [...variable.dataSync()]);
}

test.for([
  { momentum: 0 },
  { momentum: 0, weightDecay: 0.1 },
  { momentum: 0.9, weightDecay: 0.1 },
  { momentum: 0.9, nesterov: true, weightDecay: 0.1 },
])("three updates with %j are the plain definition's", async (settings) => {
  await tf.setBackend("cpu");
  const want = updated(settings);
  await tensorflowEngine({ device: "cpu" }).start({});
  expect(tf.getKernel("SgdUpdate", "tensorflow")).toBeDefined();
  for (const [i, value] of updated(settings).entries())
    expect(value).toBeCloseTo(want[i] ?? NaN, 5);
});
