import * as tf from "@tensorflow/tfjs";
import { expect, onTestFinished, test } from "vitest";
import type { Parameter } from "../networks/network.ts";
import { adam } from "../optimizers/adam.ts";
import { lars } from "../optimizers/lars.ts";
import { sgd } from "../optimizers/sgd.ts";
import { updateEma } from "./update-ema.ts";

interface Call {
  readonly inputs: readonly string[];
  readonly attributes: unknown;
}

/** A kernel of the cpu backend for the length of a test: each of its outputs is full of 1, 2, 3, …. */
function registerCounting(kernelName: string, outputs: readonly string[]): Call[] {
  const calls: Call[] = [];
  tf.registerKernel({
    kernelName,
    backendName: "cpu",
    kernelFunc: ({ inputs, attrs }) => {
      calls.push({ inputs: Object.keys(inputs), attributes: attrs });
      return outputs.map((of, i) => {
        const { shape, dtype } = inputs[of] as tf.TensorInfo;
        return tf.fill(shape, i + 1, dtype as "float32");
      });
    },
  });
  onTestFinished(() => tf.unregisterKernel(kernelName, "cpu"));
  return calls;
}

function parameters(): Parameter[] {
  return [
    { name: "a", kind: "kernel", variable: tf.variable(tf.zeros([2])) },
    { name: "b", kind: "bias", variable: tf.variable(tf.zeros([1])) },
  ];
}

const gradients = () => ({ a: tf.ones([2]), b: tf.ones([1]) });

test("an engine's SgdUpdate gets all parameters in one call, and its outputs are the new values", () => {
  const calls = registerCounting("SgdUpdate", ["w0", "w1", "m0", "m1"]);
  const optimizer = sgd({ momentum: 0.9, weightDecay: 0.1 });
  const [a, b] = parameters() as [Parameter, Parameter];
  optimizer.initialize([a, b]);
  const before = tf.memory().numTensors;
  optimizer.update(gradients(), 0.5);
  expect(tf.memory().numTensors).toBe(before + 2); // the gradients
  expect(calls).toEqual([
    {
      inputs: ["w0", "w1", "g0", "g1", "m0", "m1"],
      attributes: { learningRate: 0.5, momentum: 0.9, nesterov: false, weightDecays: [0.1, 0] },
    },
  ]);
  const values = [a, b, ...optimizer.slots].map(({ variable }) => variable.dataSync()[0]);
  expect(values).toEqual([1, 2, 3, 4]);
});

test("an engine's LarsUpdate is used", () => {
  const calls = registerCounting("LarsUpdate", ["w0", "w1", "m0", "m1"]);
  const optimizer = lars({ form: "simclr" });
  const [a, b] = parameters() as [Parameter, Parameter];
  optimizer.initialize([a, b]);
  optimizer.update(gradients(), 0.5);
  expect(calls[0]?.attributes).toEqual({
    learningRate: 0.5,
    momentum: 0.9,
    trustCoefficient: 0.001,
    weightDecays: [1e-6, 0],
    adapted: [1, 0],
    rateInBuffer: true,
  });
  expect([a, b, ...optimizer.slots].map(({ variable }) => variable.dataSync()[0])).toEqual([
    1, 2, 3, 4,
  ]);
});

test("an engine's AdamUpdate is used, and gets the counter as a tensor", () => {
  const outputs = ["w0", "w1", "m0", "m1", "v0", "v1", "step0"];
  const calls = registerCounting("AdamUpdate", outputs);
  const optimizer = adam();
  const [a, b] = parameters() as [Parameter, Parameter];
  optimizer.initialize([a, b]);
  optimizer.update(gradients(), 0.5);
  expect(calls[0]?.inputs).toEqual([...outputs.slice(0, 2), "g0", "g1", ...outputs.slice(2)]);
  expect([a, b, ...optimizer.slots].map(({ variable }) => variable.dataSync()[0])).toEqual([
    1, 2, 3, 4, 5, 6, 7,
  ]);
});

test("an engine's EmaUpdate is used", () => {
  const calls = registerCounting("EmaUpdate", ["t0", "t1"]);
  const target = parameters();
  updateEma(target, parameters(), 0.75);
  expect(calls).toEqual([{ inputs: ["t0", "t1", "o0", "o1"], attributes: { momentum: 0.75 } }]);
  expect(target.map(({ variable }) => variable.dataSync()[0])).toEqual([1, 2]);
});

test("an update of nothing calls no kernel", () => {
  const calls = registerCounting("EmaUpdate", []);
  updateEma([], [], 0.5);
  expect(calls).toEqual([]);
});
