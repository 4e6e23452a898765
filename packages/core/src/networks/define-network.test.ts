import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { disposeNetwork, prefixed } from "./compose.ts";
import { type Defined, defineNetwork } from "./define-network.ts";
import { constant, heNormal } from "./initializers.ts";
import { type VariableMaker, within } from "./variable-maker.ts";

function layer(variables: VariableMaker, shape: [number, number]) {
  const kernel = variables.kernel("kernel", shape, heNormal("in")) as tf.Tensor as tf.Tensor2D;
  const bias = variables.bias("bias", [shape[1]]);
  const mean = variables.statistic("mean", [shape[1]], constant(3));
  const scale = variables.scale("scale", [shape[1]]);
  return (x: tf.Tensor2D) =>
    tf.add(tf.mul(tf.sub(tf.matMul(x, kernel), mean), scale), bias) as tf.Tensor2D;
}

function network(seed: number, ...names: string[]) {
  return defineNetwork(
    (variables) => {
      const layers = names.map((name) => layer(within(variables, name), [2, 2]));
      const apply = (x: tf.Tensor2D) => tf.tidy(() => layers.reduce((y, f) => f(y), x));
      return { apply, depth: names.length };
    },
    { seed },
  );
}

type Variables = Pick<Defined<{ apply(): tf.Tensor }>, "parameters" | "statistics">;

function valuesOf({ parameters, statistics }: Variables): Record<string, number[]> {
  const all = [...parameters, ...statistics];
  return Object.fromEntries(all.map(({ name, variable }) => [name, [...variable.dataSync()]]));
}

test("lists variables by path and kind, in the order in which they are made", () => {
  const { parameters, statistics, depth } = network(0, "a", "b");
  expect(parameters.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    "a/kernel kernel",
    "a/bias bias",
    "a/scale scale",
    "b/kernel kernel",
    "b/bias bias",
    "b/scale scale",
  ]);
  expect(statistics.map(({ name }) => name)).toEqual(["a/mean", "b/mean"]);
  expect(parameters.every(({ variable }) => variable.trainable)).toBe(true);
  expect(statistics.some(({ variable }) => variable.trainable)).toBe(false);
  expect(depth).toBe(2);
});

test("biases begin at 0 and scales at 1", () => {
  const values = valuesOf(network(0, "a"));
  expect(values["a/bias"]).toEqual([0, 0]);
  expect(values["a/scale"]).toEqual([1, 1]);
  expect(values["a/mean"]).toEqual([3, 3]);
});

test("an initial value depends on the seed and the name, not on other layers or their order", () => {
  const values = valuesOf(network(7, "a", "b"));
  expect(valuesOf(network(7, "a", "b"))).toEqual(values);
  expect(valuesOf(network(7, "b", "c", "a"))).toMatchObject(values);
  expect(values["a/kernel"]).not.toEqual(values["b/kernel"]);
  expect(valuesOf(network(8, "a"))["a/kernel"]).not.toEqual(values["a/kernel"]);
});

test("a clone is equal, keeps what else the network has, and goes its own way", () => {
  const original = network(0, "a", "b");
  original.parameters[1]?.variable.assign(tf.tensor([5, 6]));
  original.statistics[0]?.variable.assign(tf.tensor([7, 8]));
  const clone = original.clone();
  expect(valuesOf(clone)).toEqual(valuesOf(original));
  expect(clone.depth).toBe(2);
  const x = tf.tensor2d([[1, -2]]);
  const before = original.apply(x).arraySync();
  expect(clone.apply(x).arraySync()).toEqual(before);
  for (const { variable } of [...clone.parameters, ...clone.statistics]) {
    variable.assign(tf.zerosLike(variable));
  }
  expect(original.apply(x).arraySync()).toEqual(before);
  expect(clone.apply(x).arraySync()).toEqual([[0, 0]]);
  expect(valuesOf(clone.clone())).toEqual(valuesOf(clone));
});

test("leaves its variables alone, and disposeNetwork frees them", () => {
  const before = tf.memory().numTensors;
  const original = network(0, "a", "b");
  expect(tf.memory().numTensors).toBe(before + 8);
  const clone = original.clone();
  expect(tf.memory().numTensors).toBe(before + 16);
  original.apply(tf.zeros([1, 2])).dispose();
  disposeNetwork(original);
  const x = tf.tensor2d([[1, -2]]);
  expect(clone.apply(x).shape).toEqual([1, 2]);
  disposeNetwork(clone);
  expect(tf.memory().numTensors).toBe(before + 3); // x, the clone's output, the zeros above
});

test("throws on a name that stands twice", () => {
  expect(() => network(0, "a", "a")).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: defineNetwork: names of variables must be unique; got a/kernel twice.]`,
  );
});

test("prefixed names the same variables under a path", () => {
  const { parameters, statistics } = network(0, "a");
  const renamed = prefixed("backbone", parameters);
  expect(renamed.map(({ name }) => name)).toEqual([
    "backbone/a/kernel",
    "backbone/a/bias",
    "backbone/a/scale",
  ]);
  expect(renamed.map(({ variable }) => variable)).toEqual(parameters.map((p) => p.variable));
  expect(renamed.map(({ kind }) => kind)).toEqual(["kernel", "bias", "scale"]);
  expect(prefixed("target", statistics)[0]?.variable).toBe(statistics[0]?.variable);
});
