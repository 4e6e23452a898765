import * as tf from "@tensorflow/tfjs";
import { type Backbone, lossAndGradients, type NamedVariable } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { efficientnet } from "./efficientnet/efficientnet.ts";
import { resnet } from "./resnet/resnet.ts";

const images: tf.Tensor4D = tf.randomUniform([4, 16, 16, 3], 0, 1, "float32", 5);
const SEEDS = Int32Array.from([0, 1, 2, 3]);

type Make = (frozenStages?: number) => Backbone;

const resnetOf =
  (block: "basic" | "bottleneck", selectiveKernels: number | false): Make =>
  (frozenStages) =>
    resnet({
      ...{ blocks: [1, 2, 1], block, stem: "imagenet", width: 4, seed: 1, selectiveKernels },
      ...{ stochasticDepth: 0.5, ...(frozenStages !== undefined && { frozenStages }) },
    });

const NETWORKS: readonly (readonly [string, number, Make])[] = [
  ["a ResNet of basic blocks", 3, resnetOf("basic", false)],
  ["a ResNet with selective kernels", 3, resnetOf("bottleneck", 0.5)],
  [
    "an EfficientNet",
    7,
    (frozenStages) =>
      efficientnet({
        ...{ widthMultiplier: 0.1, depthMultiplier: 0.1, stem: "small", seed: 1 },
        ...{ stochasticDepth: 0.5, ...(frozenStages !== undefined && { frozenStages }) },
      }),
  ],
];

const namesOf = (variables: readonly NamedVariable[]) => variables.map(({ name }) => name);
const isBefore = (name: string) => /^(stem|stage[12])\//.test(name);

/** One pass of training, so that running statistics are not what they began as. */
const trainedOnce = (network: Backbone): Backbone => {
  network.apply(images, "train", SEEDS);
  return network;
};

describe.for(NETWORKS)("%s with two frozen stages", ([, stages, make]) => {
  test("trains all the others, and keeps the frozen ones' variables as statistics", () => {
    const [whole, frozen] = [make(), make(2)];
    const expected = namesOf(whole.parameters).filter((name) => !isBefore(name));
    expect(namesOf(frozen.parameters)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
    const all = ({ parameters, statistics }: Backbone) =>
      Object.fromEntries(
        [...parameters, ...statistics].map(({ name, variable }) => [name, variable.arraySync()]),
      );
    expect(all(frozen)).toEqual(all(whole)); // values too
  });

  test("sees with them as in evaluation, and trains behind them by the batch", () => {
    const network = trainedOnce(make(2));
    const maps = (mode: "train" | "evaluate") => network.stages(images, mode, SEEDS);
    const [train, evaluate] = [maps("train"), maps("evaluate")];
    expect(train[1]).toBeAllclose(evaluate[1] as tf.Tensor4D);
    const apart = tf.sub(train[2] as tf.Tensor4D, evaluate[2] as tf.Tensor4D);
    expect(tf.max(tf.abs(apart)).arraySync()).toBeGreaterThan(0.01);
  });

  test("moves the running statistics of the others alone", () => {
    const network = make(2);
    const values = () =>
      network.statistics.map(({ name, variable }) => [name, variable.arraySync()] as const);
    const before = values().map(([, value]) => JSON.stringify(value));
    trainedOnce(network);
    const moved = values().filter(([, value], i) => JSON.stringify(value) !== before[i]);
    expect(moved.map(([name]) => name)).toEqual(
      namesOf(make().statistics).filter((name) => !isBefore(name)),
    );
  });

  test("has gradients for what it trains", () => {
    const { parameters, apply } = make(2);
    const { gradients } = lossAndGradients(
      () => tf.sum<tf.Scalar>(tf.square(apply(images, "train", SEEDS))),
      parameters,
    );
    for (const { name } of parameters.filter(({ kind }) => kind === "kernel")) {
      expect(gradients[name]?.abs().sum().arraySync(), name).toBeGreaterThan(0);
    }
  });

  test("stays so in a clone, and is another network with none or all of them", () => {
    expect(namesOf(make(2).clone().parameters)).toEqual(namesOf(make(2).parameters));
    expect(namesOf(make(0).parameters)).toEqual(namesOf(make().parameters));
    const left = namesOf(make(stages).parameters);
    expect(left.filter((name) => !name.startsWith("head/"))).toEqual([]);
  });

  test("takes a number of its stages", () => {
    for (const wrong of [-1, 0.5, stages + 1]) {
      expect(() => make(wrong)).toThrow(
        `frozenStages must be an integer in [0, ${stages}], the number of stages; got ${wrong}.`,
      );
    }
  });
});
