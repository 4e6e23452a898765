import * as tf from "@tensorflow/tfjs";
import { type Backbone, randomStream } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { dropRates } from "./drop-rates.ts";
import { buildEfficientnet } from "./efficientnet/build-efficientnet.ts";
import { efficientnetB0 } from "./efficientnet/efficientnet.ts";
import { IMAGENET_PIXELS } from "./pixel-statistics.ts";
import { resnet18 } from "./resnet/depths.ts";
import { resnet } from "./resnet/resnet.ts";

const images: tf.Tensor4D = tf.randomUniform([6, 8, 8, 3], 0, 1, "float32", 5);
const SEEDS = Int32Array.from([0, 1, 2, 3, 4, 5]);
const RATE = 0.6;

/** A network whose last stage has so many blocks; equal names have equal values. */
type Make = (blocks: number, stochasticDepth: number) => Backbone;

const NETWORKS: Readonly<Record<string, Make>> = {
  "a ResNet of basic blocks": (blocks, stochasticDepth) =>
    resnet({ blocks: [blocks], block: "basic", stem: "small", width: 4, seed: 1, stochasticDepth }),
  "a ResNet of bottlenecks": (blocks, stochasticDepth) =>
    resnet({
      ...{ blocks: [blocks], block: "bottleneck", stem: "small", width: 2, seed: 1 },
      ...{ stochasticDepth, selectiveKernels: 0.5 },
    }),
  "an EfficientNet": (blocks, stochasticDepth) =>
    buildEfficientnet(
      {
        stem: 4,
        stages: [{ blocks, kernel: 3, stride: 2, expansion: 2, outputs: 6 }],
        head: 8,
      },
      {
        ...{ stem: "small", seed: 1, padding: "symmetric", normalize: IMAGENET_PIXELS },
        ...{ decay: 0.99, epsilon: 1e-3, stochasticDepth, frozenStages: 0 },
      },
    ),
};

const lastStage = (network: Backbone, seeds?: Int32Array) =>
  network.stages(images, "train", seeds)[0] as tf.Tensor4D;

describe.for(Object.entries(NETWORKS))("%s", ([, make]) => {
  // of two blocks the second has half of the rate, and the first none
  const dropped = [...SEEDS].map(
    (seed) => randomStream({ seed, purpose: "stage1/block1" }).uniform() < RATE / 2,
  );

  test("leaves the last block out of the images of some seeds, and has more of it in the others", () => {
    expect(new Set(dropped).size).toBe(2);
    const without = lastStage(make(1, 0)).arraySync() as number[][][][];
    const plain = lastStage(make(2, 0)).arraySync() as number[][][][];
    const noised = lastStage(make(2, RATE), SEEDS).arraySync() as number[][][][];
    const values = (maps: number[][][][], n: number) => (maps[n] as number[][][]).flat(2);
    let compared = 0;
    dropped.forEach((isDropped, n) => {
      const [x, y, z] = [values(without, n), values(plain, n), values(noised, n)];
      z.forEach((value, i) => {
        const [before, after] = [x[i] as number, y[i] as number];
        if (isDropped) expect(value).toBeCloseTo(before, 5);
        else if (after !== 0) {
          const relu = (v: number) => (make === NETWORKS["an EfficientNet"] ? v : Math.max(v, 0));
          expect(value).toBeCloseTo(relu(before + (after - before) / (1 - RATE / 2)), 4);
          compared++;
        }
      });
    });
    expect(compared).toBeGreaterThan(100);
  });

  test("has no noise in evaluation, and needs seeds in training", () => {
    const [plain, noised] = [make(2, 0), make(2, RATE)];
    expect(noised.apply(images, "evaluate")).toBeAllclose(plain.apply(images, "evaluate"));
    expect(() => noised.apply(images, "train")).toThrow(
      "stochasticDepth: seeds must have one number for each of 6 rows; got none.",
    );
    const features = noised.apply(images, "train", SEEDS);
    expect(features).toBeAllclose(make(2, RATE).apply(images, "train", SEEDS));
  });
});

test("rates rise from 0 by the same from block to block", () => {
  const [first, second] = dropRates([2, 3], 0.2);
  expect(first).toEqual([0, expect.closeTo(0.04)]);
  expect(second).toEqual([0.08, 0.12, 0.16].map((rate) => expect.closeTo(rate)));
});

test.for<[string, () => Backbone]>([
  ["resnet", () => resnet18({ stem: "small", seed: 0, width: 2, stochasticDepth: 1 })],
  ["efficientnet", () => efficientnetB0({ stem: "small", seed: 0, stochasticDepth: 1 })],
])("%s throws on a rate of 1", ([name, make]) => {
  expect(make).toThrow(`${name}: stochasticDepth must be in [0, 1); got 1.`);
});
