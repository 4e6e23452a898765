import { testBackbone } from "@repo/vitest/network-contract";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { fromLayersModel } from "./from-layers-model.ts";

const images = (): tf.Tensor4D => tf.randomUniform([4, 8, 8, 3], 0, 1, "float32", 5);
const initializer = (seed: number) => tf.initializers.glorotNormal({ seed });

/** Convolution, normalization, a model inside, features. */
function sequential(seed: number): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: "conv",
        inputShape: [8, 8, 3],
        filters: 4,
        kernelSize: 3,
        kernelInitializer: initializer(seed),
      }),
      tf.layers.batchNormalization({ name: "norm" }),
      tf.sequential({
        name: "block",
        layers: [
          tf.layers.separableConv2d({
            name: "separable",
            inputShape: [6, 6, 4],
            filters: 5,
            kernelSize: 3,
            depthwiseInitializer: initializer(seed),
            pointwiseInitializer: initializer(seed),
          }),
          tf.layers.prelu({ name: "relu", sharedAxes: [1, 2] }),
        ],
      }),
      tf.layers.globalAveragePooling2d({ name: "pool" }),
    ],
  });
}

/** Maps of two stages, with a shortcut, and features if asked. */
function functional(seed: number, features: boolean): tf.LayersModel {
  const conv = (name: string, strides: number) =>
    tf.layers.conv2d({
      name,
      filters: 4,
      kernelSize: 3,
      strides,
      padding: "same",
      kernelInitializer: initializer(seed),
    });
  const input = tf.input({ shape: [null, null, 3], name: "images" });
  const first = conv("conv1", 1).apply(input) as tf.SymbolicTensor;
  const norm = tf.layers.batchNormalization({ name: "norm1" }).apply(first);
  const sum = tf.layers.add({ name: "add" }).apply([first, norm as tf.SymbolicTensor]);
  const second = conv("conv2", 2).apply(sum) as tf.SymbolicTensor;
  const pooled = tf.layers.globalAveragePooling2d({ name: "pool" }).apply(second);
  const dense = tf.layers.dense({ name: "dense", units: 7, kernelInitializer: initializer(seed) });
  const outputs = [sum, second, ...(features ? [dense.apply(pooled)] : [])] as tf.SymbolicTensor[];
  return tf.model({ inputs: input, outputs });
}

describe("a sequential model with one inside", () => {
  testBackbone((seed) => fromLayersModel(sequential(seed)), { input: images, stages: 0 });
});

describe("a model with maps and features", () => {
  testBackbone((seed) => fromLayersModel(functional(seed, true)), { input: images, stages: 2 });
});

describe("a model with maps alone", () => {
  testBackbone((seed) => fromLayersModel(functional(seed, false)), { input: images, stages: 2 });
});

test("names weights by layer and gives them kinds", () => {
  const { parameters, statistics } = fromLayersModel(sequential(1));
  expect(parameters.map(({ name, kind }) => [name, kind])).toEqual([
    ["conv/kernel", "kernel"],
    ["conv/bias", "bias"],
    ["norm/gamma", "scale"],
    ["norm/beta", "bias"],
    ["block/separable/depthwise_kernel", "kernel"],
    ["block/separable/pointwise_kernel", "kernel"],
    ["block/separable/bias", "bias"],
    ["block/relu/alpha", "scale"],
  ]);
  expect(statistics.map(({ name }) => name)).toEqual(["norm/moving_mean", "norm/moving_variance"]);
});

test("keeps names through saving and loading", async () => {
  const model = sequential(1);
  const backbone = fromLayersModel(model);
  const y = backbone.apply(images(), "evaluate");
  const saved: tf.io.ModelArtifacts[] = [];
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    saved.push(artifacts);
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
  });
  await model.save(handler);
  const loaded = fromLayersModel(
    await tf.loadLayersModel(tf.io.fromMemory(saved[0] as tf.io.ModelArtifacts)),
  );
  const names = ({ parameters, statistics }: typeof backbone) =>
    [...parameters, ...statistics].map(({ name }) => name);
  expect(names(loaded)).toEqual(names(backbone));
  expect(loaded.apply(images(), "evaluate")).toBeAllclose(y);
});

test("has what the model computes: its features, or the mean of its last map", () => {
  const model = functional(1, true);
  const [, map, features] = model.predict(images()) as tf.Tensor[];
  expect(fromLayersModel(model).apply(images(), "evaluate")).toBeAllclose(features as tf.Tensor);
  const alone = fromLayersModel(
    tf.model({ inputs: model.inputs, outputs: model.outputs.slice(0, 2) }),
  );
  expect(alone.apply(images(), "evaluate")).toBeAllclose(tf.mean(map as tf.Tensor, [1, 2]));
});

test("trains the model itself", () => {
  const model = sequential(1);
  const backbone = fromLayersModel(model);
  const x = images();
  const target = tf.randomNormal([4, 5], 0, 1, "float32", 2);
  const optimizer = tf.train.momentum(0.05, 0.9);
  const losses = Array.from({ length: 30 }, () => {
    const loss = optimizer.minimize(
      () => tf.mean(tf.squaredDifference(backbone.apply(x, "train"), target)) as tf.Scalar,
      true,
      backbone.parameters.map(({ variable }) => variable),
    );
    return (loss as tf.Scalar).arraySync();
  });
  expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 2);
  expect(model.predict(x) as tf.Tensor).toBeAllclose(backbone.apply(x, "evaluate"), 0);
});

test("does not train frozen layers, nor does a clone", () => {
  const model = sequential(1);
  model.getLayer("conv").trainable = false;
  for (const backbone of [fromLayersModel(model), fromLayersModel(model).clone()]) {
    expect(backbone.parameters.map(({ name }) => name)).not.toContain("conv/kernel");
    expect(backbone.statistics.map(({ name }) => name)).toContain("conv/kernel");
  }
});

test("says that tfjs cannot train a normalization without its factor, and evaluates it", () => {
  const model = tf.sequential({
    layers: [tf.layers.batchNormalization({ name: "norm", inputShape: [8, 8, 3], scale: false })],
  });
  const backbone = fromLayersModel(model);
  expect(backbone.apply(images(), "evaluate").shape).toEqual([4, 3]);
  expect(() => backbone.apply(images(), "train")).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: fromLayersModel: batch normalizations must have scale and center to be trained by tfjs; got norm without. Use mode "evaluate".]`,
  );
});

test("names what is wrong", () => {
  const rows = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 2 })] });
  expect(() => fromLayersModel(rows)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: fromLayersModel: model must have one input [N, H, W, C]; got [?, 4].]`,
  );
  const { inputs, outputs } = functional(1, true);
  const [, , features] = outputs as [tf.SymbolicTensor, tf.SymbolicTensor, tf.SymbolicTensor];
  const more = tf.layers.dense({ units: 2 }).apply(features) as tf.SymbolicTensor;
  expect(() =>
    fromLayersModel(tf.model({ inputs, outputs: [features, more] })),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: fromLayersModel: model must have outputs [N, h, w, c], and [N, F] at most once; got [?, 7], [?, 2]. Make one that ends there: tf.model({ inputs: model.inputs, outputs: model.getLayer(name).output }).]`,
  );
  const backbone = fromLayersModel(sequential(1));
  expect(() => backbone.stages(images(), "train")).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: fromLayersModel: the model must have 4-D outputs to have stages; got features alone. Add them: tf.model({ inputs: model.inputs, outputs: [model.getLayer(name).output, …] }).]`,
  );
  const large: tf.Tensor4D = tf.zeros([1, 9, 8, 3]);
  expect(() => backbone.apply(large, "train")).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: fromLayersModel: images must have shape [N, 8, 8, 3]; got [1, 9, 8, 3].]`,
  );
});
