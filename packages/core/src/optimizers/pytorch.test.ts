import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import trajectories from "../../fixtures/optimizers.json" with { type: "json" };
import type { Parameter } from "../networks/network.ts";
import { adam } from "./adam.ts";
import { adamW } from "./adam-w.ts";
import type { Optimizer } from "./optimizer.ts";
import { sgd } from "./sgd.ts";

const optimizers: Record<keyof typeof trajectories, () => Optimizer> = {
  sgd: () => sgd({ weightDecay: 0.1 }),
  momentum: () => sgd({ momentum: 0.9, weightDecay: 0.1 }),
  nesterov: () => sgd({ momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
  adam: () => adam({ weightDecay: 0.1 }),
  adamW: () => adamW({ weightDecay: 0.1 }),
  adamWSettings: () => adamW({ beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.3 }),
};

/** A kernel `[2, 3]` and a bias `[2]`. */
function parametersOf([kernel, bias]: number[][]): Parameter[] {
  return [
    { name: "kernel", kind: "kernel", variable: tf.variable(tf.tensor(kernel ?? [], [2, 3])) },
    { name: "bias", kind: "bias", variable: tf.variable(tf.tensor(bias ?? [])) },
  ];
}

const names = Object.keys(trajectories) as (keyof typeof trajectories)[];

test.for(names)("%s follows PyTorch's trajectory while the learning rate changes", (name) => {
  const optimizer = optimizers[name]();
  const parameters = parametersOf(trajectories[name].start);
  optimizer.initialize(parameters);
  for (const { learningRate, gradients, after } of trajectories[name].steps) {
    const [kernel, bias] = gradients as [number[], number[]];
    optimizer.update({ kernel: tf.tensor(kernel, [2, 3]), bias: tf.tensor(bias) }, learningRate);
    for (const [i, { variable }] of parameters.entries()) {
      expect(variable).toBeAllclose(tf.tensor(after[i] as number[], variable.shape), 2e-6);
    }
  }
});

test.for(names)("%s, restored from its slots, goes on as if never stopped", (name) => {
  const { start, steps } = trajectories[name];
  const [stopped, resumed] = [optimizers[name](), optimizers[name]()];
  const [before, after] = [parametersOf(start), parametersOf(start)];
  const update = (optimizer: Optimizer, from: number, to: number) => {
    for (const { learningRate, gradients } of steps.slice(from, to)) {
      const [kernel, bias] = gradients as [number[], number[]];
      optimizer.update({ kernel: tf.tensor(kernel, [2, 3]), bias: tf.tensor(bias) }, learningRate);
    }
  };
  stopped.initialize(before);
  update(stopped, 0, 3);
  resumed.initialize(after);
  const saved = [...before, ...stopped.slots];
  for (const [i, { name, variable }] of [...after, ...resumed.slots].entries()) {
    expect(saved[i]?.name).toBe(name);
    variable.assign(tf.clone(saved[i]?.variable as tf.Variable));
  }
  update(stopped, 3, 6);
  update(resumed, 3, 6);
  for (const [i, { variable }] of after.entries()) {
    expect(variable.dataSync()).toEqual(before[i]?.variable.dataSync());
  }
});
