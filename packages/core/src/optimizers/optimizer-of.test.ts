import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import type { Parameter } from "../networks/network.ts";
import { adam } from "./adam.ts";
import { adamW } from "./adam-w.ts";
import { lars } from "./lars.ts";
import { sgd } from "./sgd.ts";

const makers = {
  sgd: () => sgd({ momentum: 0.9 }),
  adam: () => adam(),
  adamW: () => adamW(),
  lars: () => lars({ form: "byol" }),
};
const names = Object.keys(makers) as (keyof typeof makers)[];

function parameter(name: string, shape: number[], kind: Parameter["kind"] = "kernel"): Parameter {
  return { name, kind, variable: tf.variable(tf.ones(shape)) };
}

test.for(names)("%s changes a parameter alone, one of no values, and none at all", (name) => {
  const one = makers[name]();
  const [w, empty] = [parameter("w", [2]), parameter("empty", [0, 3])];
  one.initialize([w, empty]);
  one.update({ w: tf.tensor([1, 1]), empty: tf.zeros([0, 3]) }, 0.1);
  expect(w.variable.dataSync()[0]).toBeLessThan(1);
  expect(empty.variable.shape).toEqual([0, 3]);
  const none = makers[name]();
  none.initialize([]);
  none.update({}, 0.1);
});

test.for(names)("%s leaves no tensor but its slots, and the gradients are the caller's", (name) => {
  const optimizer = makers[name]();
  const gradients = { w: tf.ones([2]), b: tf.ones([1]) };
  const parameters = [parameter("w", [2]), parameter("b", [1], "bias")];
  const before = tf.memory().numTensors;
  optimizer.initialize(parameters);
  expect(tf.memory().numTensors).toBe(before + optimizer.slots.length);
  for (let i = 0; i < 3; i++) optimizer.update(gradients, 0.1);
  expect(tf.memory().numTensors).toBe(before + optimizer.slots.length);
  expect(gradients.w).toBeAllclose([1, 1]);
});

test("slots are named after their parameters, and counters are scalars", () => {
  const parameters = [parameter("a/kernel", [2]), parameter("a/bias", [1], "bias")];
  const slotsOf = (name: keyof typeof makers) => {
    const optimizer = makers[name]();
    expect(optimizer.slots).toEqual([]);
    optimizer.initialize(parameters);
    return optimizer.slots.map(({ name, variable }) => `${name} [${variable.shape}]`);
  };
  expect(slotsOf("sgd")).toEqual(["momentum/a/kernel [2]", "momentum/a/bias [1]"]);
  expect(slotsOf("lars")).toEqual(["momentum/a/kernel [2]", "momentum/a/bias [1]"]);
  expect(slotsOf("adam")).toEqual([
    "moment1/a/kernel [2]",
    "moment1/a/bias [1]",
    "moment2/a/kernel [2]",
    "moment2/a/bias [1]",
    "step []",
  ]);
});

test("decays decides what is decayed, and the settings say so", () => {
  const all = sgd({ weightDecay: 0.5, decays: () => true });
  const [kernel, bias] = [parameter("k", [1]), parameter("b", [1], "bias")];
  all.initialize([kernel, bias]);
  all.update({ k: tf.zeros([1]), b: tf.zeros([1]) }, 1);
  expect(kernel.variable).toBeAllclose([0.5]);
  expect(bias.variable).toBeAllclose([0.5]);
  expect(all.settings).toEqual({
    momentum: 0,
    nesterov: false,
    weightDecay: 0.5,
    decays: "custom",
  });
  expect(adamW().settings).toEqual({
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.01,
    decays: "kernels",
  });
});

test("throws on gradients that do not match, and changes nothing then", () => {
  const optimizer = sgd();
  const parameters = [parameter("w", [2]), parameter("v", [2])];
  optimizer.initialize(parameters);
  const [w, v] = [tf.ones([2]), tf.ones([2])];
  expect(() => optimizer.update({ w }, 1)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: sgd: gradients must have one entry for each parameter; got none of v.]`,
  );
  expect(() => optimizer.update({ w, v, u: v }, 1)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: sgd: gradients must have one entry for each parameter; got unknown u.]`,
  );
  expect(() => optimizer.update({ w, v: tf.ones([1]) }, 1)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: sgd: the gradient of v must have shape [2]; got [1].]`,
  );
  expect(() => optimizer.update({ w, v }, Number.NaN)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: sgd: learningRate must be finite and ≥ 0; got NaN.]`,
  );
  for (const { variable } of parameters) expect(variable).toBeAllclose([1, 1]);
});

test("throws where it is initialized late, twice or with one name twice", () => {
  const optimizer = sgd();
  expect(() => optimizer.update({}, 1)).toThrowErrorMatchingInlineSnapshot(
    `[Error: sgd: initialize must be called before update.]`,
  );
  const w = parameter("w", [1]);
  expect(() => optimizer.initialize([w, w])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: sgd: names of parameters must be unique; got w twice.]`,
  );
  optimizer.initialize([w]);
  expect(() => optimizer.initialize([w])).toThrowErrorMatchingInlineSnapshot(
    `[Error: sgd: initialize must be called once; make another optimizer.]`,
  );
});

test("throws on settings out of range", () => {
  const { NaN: nan } = Number;
  expect(() => sgd({ momentum: nan })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: sgd: momentum must be in [0, 1); got NaN.]`,
  );
  expect(() => sgd({ weightDecay: nan })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: sgd: weightDecay must be finite and ≥ 0; got NaN.]`,
  );
  expect(() => sgd({ nesterov: true })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: sgd: momentum must be positive where nesterov is true; got 0.]`,
  );
  expect(() => adam({ beta2: 1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: adam: beta2 must be in [0, 1); got 1.]`,
  );
  expect(() => adamW({ epsilon: nan })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: adamW: epsilon must be finite and ≥ 0; got NaN.]`,
  );
});
