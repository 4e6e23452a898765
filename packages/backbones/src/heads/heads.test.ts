import { testNetwork } from "@repo/vitest/network-contract";
import * as tf from "@tensorflow/tfjs";
import { constant, dropout, type Head, mlp, normal, stacked } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { resnet } from "../resnet/resnet.ts";
import { byolPredictor, byolProjector } from "./byol-heads.ts";
import { dropoutLayer } from "./dropout-layer.ts";
import { linearClassifier } from "./linear-classifier.ts";
import { simclrProjector } from "./simclr-projector.ts";

const rows = (): tf.Tensor2D => tf.randomNormal([5, 4], 0, 1, "float32", 8);

describe("mlp", () => {
  testNetwork(
    (seed) =>
      mlp({ inputs: 4, hidden: [6, 5], outputs: 3, seed, hiddenBias: true, outputNorm: "whole" }),
    { input: rows },
  );
});

describe("dropoutLayer", () => {
  const seeds = Int32Array.from([1, 2, 3, 4, 5]);
  const layer = dropoutLayer({ rate: 0.5 }).clone();

  test("is dropout in training, and nothing in evaluation", () => {
    const noised = dropout(rows(), { rate: 0.5, seeds, layer: "dropout" });
    expect(layer.apply(rows(), "train", seeds)).toBeAllclose(noised);
    expect(layer.apply(rows(), "evaluate")).toBeAllclose(rows());
    expect(dropoutLayer({ rate: 0 }).apply(rows(), "train")).toBeAllclose(rows());
  });

  test("stands in a stack, where it gets the seeds and adds no variables", () => {
    const classifier = linearClassifier({ inputs: 8, classes: 2, initializer: normal(1) });
    const backbone = resnet({
      ...{ blocks: [1, 1], block: "basic", stem: "small", width: 4, seed: 0 },
      stochasticDepth: 0.9,
    });
    const network = stacked({ backbone, dropout: layer, classifier });
    expect(network.parameters.map(({ name }) => name)).toEqual(
      stacked({ backbone, classifier }).parameters.map(({ name }) => name),
    );
    const images = tf.ones<tf.Rank.R4>([5, 4, 4, 3]);
    const features = backbone.apply(images, "train", seeds);
    const logits = classifier.apply(layer.apply(features, "train", seeds), "train");
    expect(network.apply(images, "train", seeds)).toBeAllclose(logits);
  });

  test("throws on a rate of 1", () => {
    expect(() => dropoutLayer({ rate: 1 })).toThrow("dropoutLayer: rate must be in [0, 1); got 1.");
  });
});

describe("byolProjector", () => {
  const make = (seed: number) => byolProjector({ inputs: 4, hidden: 6, outputs: 3, seed });
  testNetwork(make, { input: rows });

  test("is linear with bias, normalization, ReLU, linear without bias", () => {
    const head = withNoise(make(1));
    const hidden = normalize(linear(rows(), head, "layer1"), head, "layer1");
    expect(head.apply(rows(), "train")).toBeAllclose(linear(tf.relu(hidden), head, "layer2"));
    expect(shapes(head)).toEqual({
      "layer1/kernel": [4, 6],
      "layer1/bias": [6],
      "layer1/norm/scale": [6],
      "layer1/norm/offset": [6],
      "layer2/kernel": [6, 3],
    });
  });

  test("is also the predictor, with the paper's sizes", () => {
    const predictor = byolPredictor({ inputs: 2, seed: 0 });
    expect(shapes(predictor)).toEqual({
      "layer1/kernel": [2, 4096],
      "layer1/bias": [4096],
      "layer1/norm/scale": [4096],
      "layer1/norm/offset": [4096],
      "layer2/kernel": [4096, 256],
    });
    expect(predictor.statistics.map(({ name }) => name)).toEqual([
      "layer1/norm/mean",
      "layer1/norm/variance",
    ]);
  });
});

describe("simclrProjector", () => {
  const make = (seed: number) => simclrProjector({ inputs: 4, outputs: 3, layers: 3, seed });
  testNetwork(make, { input: rows });

  test("is three layers without bias, each normalized, the last without offset or ReLU", () => {
    const head = withNoise(make(1));
    const first = tf.relu(normalize(linear(rows(), head, "layer1"), head, "layer1"));
    const second = tf.relu(normalize(linear(first, head, "layer2"), head, "layer2"));
    const third = normalize(linear(second, head, "layer3"), head, "layer3");
    expect(head.apply(rows(), "train")).toBeAllclose(third);
    expect(shapes(head)).toEqual({
      "layer1/kernel": [4, 4],
      "layer1/norm/scale": [4],
      "layer1/norm/offset": [4],
      "layer2/kernel": [4, 4],
      "layer2/norm/scale": [4],
      "layer2/norm/offset": [4],
      "layer3/kernel": [4, 3],
      "layer3/norm/scale": [3],
    });
  });

  test("has two layers by default, as wide as the features, to 128, drawn with deviation 0.01", () => {
    const head = simclrProjector({ inputs: 64, seed: 0 });
    expect(shapes(head)).toMatchObject({ "layer1/kernel": [64, 64], "layer2/kernel": [64, 128] });
    const { mean, variance } = tf.moments(find(head, "layer2/kernel")); // 8192 values
    expect(mean).toBeAllclose(0, 5e-4);
    expect(tf.sqrt(variance)).toBeAllclose(0.01, 3e-4);
  });
});

describe("linearClassifier", () => {
  testNetwork(
    (seed) => linearClassifier({ inputs: 4, classes: 3, seed, initializer: normal(0.01) }),
    { input: rows },
  );

  test("begins with no opinion", () => {
    const head = linearClassifier({ inputs: 4, classes: 3 });
    expect(head.apply(rows(), "train")).toBeAllclose(tf.zeros([5, 3]), 0);
  });

  test("is a product and a sum", () => {
    const head = withNoise(linearClassifier({ inputs: 4, classes: 3, initializer: constant(1) }));
    expect(head.apply(rows(), "evaluate")).toBeAllclose(linear(rows(), head, "layer1"));
  });
});

test("mlp evaluates with the running statistics", () => {
  const head = mlp({ inputs: 4, hidden: [6], outputs: 3, seed: 1, decay: 0 });
  head.apply(rows(), "train"); // keeps nothing of the initial ones
  expect(head.apply(rows(), "evaluate")).toBeAllclose(head.apply(rows(), "train"));
});

test("heads name what is wrong", () => {
  expect(() => mlp({ inputs: 4, outputs: 0, seed: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: mlp: outputs must be an integer ≥ 1; got 0.]`,
  );
  expect(() =>
    mlp({ inputs: 4, hidden: [2.5], outputs: 2, seed: 0 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: mlp: hidden[0] must be an integer ≥ 1; got 2.5.]`,
  );
  expect(() =>
    mlp({ inputs: 4, outputs: 2, seed: 0, decay: 1.5 }),
  ).toThrowErrorMatchingInlineSnapshot(`[RangeError: mlp: decay must be in [0, 1]; got 1.5.]`);
  expect(() =>
    simclrProjector({ inputs: 4, layers: 0, seed: 0 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: simclrProjector: layers must be an integer ≥ 1; got 0.]`,
  );
  const head = byolPredictor({ inputs: 3, hidden: 2, outputs: 3, seed: 0 });
  expect(() => head.apply(rows(), "train")).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: mlp: x must have shape [N, 3] with N = 5; got [5, 4].]`,
  );
});

function find({ parameters }: Head, name: string): tf.Tensor {
  return parameters.find((parameter) => parameter.name === name)?.variable ?? tf.scalar(Number.NaN);
}

const shapes = ({ parameters }: Head) =>
  Object.fromEntries(parameters.map(({ name, variable }) => [name, variable.shape]));

/** Scales, offsets and biases that matter. */
function withNoise(head: Head): Head {
  head.parameters.forEach(({ variable }, i) => {
    variable.assign(tf.add(variable, tf.randomNormal(variable.shape, 0, 0.5, "float32", i)));
  });
  return head;
}

/** Row by row, in numbers. */
function linear(x: tf.Tensor2D, head: Head, layer: string): tf.Tensor2D {
  const kernel = find(head, `${layer}/kernel`).arraySync() as number[][];
  const has = head.parameters.some(({ name }) => name === `${layer}/bias`);
  const bias = has ? (find(head, `${layer}/bias`).arraySync() as number[]) : [];
  const outputs = (kernel[0] as number[]).map((_, d) => d);
  return tf.tensor2d(
    x
      .arraySync()
      .map((row) =>
        outputs.map((d) =>
          row.reduce(
            (sum, value, f) => sum + value * ((kernel[f] as number[])[d] as number),
            bias[d] ?? 0,
          ),
        ),
      ),
  );
}

/** Batch normalization of the batch's own statistics, column by column, in numbers. */
function normalize(x: tf.Tensor2D, head: Head, layer: string): tf.Tensor2D {
  const scale = find(head, `${layer}/norm/scale`).arraySync() as number[];
  const has = head.parameters.some(({ name }) => name === `${layer}/norm/offset`);
  const offset = has ? (find(head, `${layer}/norm/offset`).arraySync() as number[]) : [];
  const columns = tf.transpose(x).arraySync() as number[][];
  const normalized = columns.map((column, d) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
    return column.map(
      (value) =>
        ((value - mean) / Math.sqrt(variance + 1e-5)) * (scale[d] as number) + (offset[d] ?? 0),
    );
  });
  return tf.transpose(tf.tensor2d(normalized)) as tf.Tensor2D;
}
