import * as tf from "@tensorflow/tfjs";
import { defineNetwork, type Mode } from "@unlabeled/core";
import { expect, test } from "vitest";
import { selectiveKernels } from "./selective-kernels.ts";

const WIDTH = 40;

/** Selective kernels whose normalizations are not the initial ones. */
function layer(stride: number, ratio: number) {
  const options = { width: WIDTH, stride, ratio, decay: 0.9 };
  const network = defineNetwork((make) => ({ apply: selectiveKernels(make, options) }), {
    seed: 4,
  });
  const normalizations = [...network.parameters, ...network.statistics].filter(
    ({ variable }) => variable.rank === 1,
  );
  for (const [i, { variable }] of normalizations.entries()) {
    variable.assign(tf.add(variable, tf.randomUniform(variable.shape, 0, 0.3, "float32", i)));
  }
  return network;
}

/** The layer as the paper has it, in plain tfjs: the streams apart, each with its part of the kernel. */
function literal(network: ReturnType<typeof layer>, x: tf.Tensor4D, stride: number, mode: Mode) {
  const values = new Map(
    [...network.parameters, ...network.statistics].map(({ name, variable }) => [name, variable]),
  );
  const value = (name: string) => values.get(name) as tf.Tensor;
  const normalized = (x: tf.Tensor, name: string, from: number, channels: number) => {
    const of = (word: string) => tf.slice(value(`${name}/${word}`) as tf.Tensor1D, from, channels);
    const batch = tf.moments(x, [0, 1, 2]);
    const mean = mode === "train" ? batch.mean : of("mean");
    const variance = mode === "train" ? batch.variance : of("variance");
    return tf.relu(tf.batchNorm(x, mean, variance, of("offset"), of("scale"), 1e-5));
  };
  const stream = (i: number) => {
    const kernel = tf.slice(value("conv2/kernel"), [0, 0, 0, i * WIDTH], [3, 3, WIDTH, WIDTH]);
    const maps = tf.conv2d(x, kernel as tf.Tensor4D, stride, 1);
    return normalized(maps, "norm2", i * WIDTH, WIDTH);
  };
  const streams = [stream(0), stream(1)] as const;
  const s = tf.mean(tf.add(...streams), [1, 2], true) as tf.Tensor4D;
  const fuse = value("fuse/conv/kernel") as tf.Tensor4D;
  const z = normalized(tf.conv2d(s, fuse, 1, "valid"), "fuse/norm", 0, fuse.shape[3]);
  const exponents = [0, 1].map((i) => {
    const kernel = value("select/conv/kernel");
    const part = tf.slice(kernel, [0, 0, 0, i * WIDTH], [1, 1, fuse.shape[3], WIDTH]);
    return tf.exp(tf.conv2d(z as tf.Tensor4D, part as tf.Tensor4D, 1, "valid"));
  });
  const [a, b] = exponents.map((e) => tf.div(e, tf.addN(exponents))) as [tf.Tensor, tf.Tensor];
  return tf.add(tf.mul(a, streams[0]), tf.mul(b, streams[1]));
}

const maps = (): tf.Tensor4D => tf.randomNormal([3, 5, 6, WIDTH], 0, 1, "float32", 7);

test.for([
  [1, 1, "train"],
  [1, 1, "evaluate"],
  [2, 0.0625, "train"],
  [2, 0.0625, "evaluate"],
] as const)("is the paper's equations, stride %i, ratio %d: %s", ([stride, ratio, mode]) => {
  const network = layer(stride, ratio);
  const x = maps();
  const expected = literal(network, x, stride, mode);
  expect(expected.shape).toEqual([3, Math.ceil(5 / stride), 6 / stride, WIDTH]);
  expect(network.apply(x, mode)).toBeAllclose(expected, 1e-4);
});

test.for(["train", "evaluate"] as const)("has the equations' gradients: %s", (mode) => {
  const network = layer(1, 1);
  const x = maps();
  const factors = tf.randomNormal(x.shape, 0, 1, "float32", 8);
  const variables = network.parameters.map(({ variable }) => variable);
  const gradients = (y: () => tf.Tensor) =>
    tf.variableGrads(() => tf.mean(tf.mul(y(), factors)), variables).grads;
  const actual = gradients(() => network.apply(x, mode));
  const expected = gradients(() => literal(network, x, 1, mode));
  for (const { name, variable } of network.parameters) {
    const [a, b] = [actual, expected].map((grads) => grads[variable.name] as tf.Tensor);
    const distance = tf.div(
      tf.norm(tf.sub(a as tf.Tensor, b as tf.Tensor)),
      tf.norm(b as tf.Tensor),
    );
    expect(distance.dataSync()[0], name).toBeLessThan(1e-4);
  }
});

test("mixes evenly where the layer that decides is 0, and gives one stream where it is sure", () => {
  const network = layer(1, 1);
  const x = maps();
  const parameter = (name: string) =>
    network.parameters.find((p) => p.name === name)?.variable as tf.Variable;
  const select = parameter("select/conv/kernel");
  const streams = () => {
    const both = tf.conv2d(x, parameter("conv2/kernel") as tf.Tensor as tf.Tensor4D, 1, 1);
    const [mean, variance] = network.statistics.map(({ variable }) => variable) as [
      tf.Variable,
      tf.Variable,
    ];
    const [scale, offset] = [parameter("norm2/scale"), parameter("norm2/offset")];
    const maps = tf.relu(tf.batchNorm(both, mean, variance, offset, scale, 1e-5));
    return tf.split(maps, 2, 3) as [tf.Tensor4D, tf.Tensor4D];
  };
  const [first, second] = streams();
  select.assign(tf.zerosLike(select));
  expect(network.apply(x, "evaluate")).toBeAllclose(tf.div(tf.add(first, second), 2), 1e-4);
  // The descriptor is made to be 1: logits of 40 · 1000 for the second stream, beyond what exp can take.
  parameter("fuse/norm/scale").assign(tf.zeros([40]));
  parameter("fuse/norm/offset").assign(tf.ones([40]));
  select.assign(tf.concat([tf.zeros([1, 1, 40, 40]), tf.fill([1, 1, 40, 40], 1000)], 3));
  expect(network.apply(x, "evaluate")).toBeAllclose(second, 1e-4);
});
