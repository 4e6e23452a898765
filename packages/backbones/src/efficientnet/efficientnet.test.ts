import { testBackbone } from "@repo/vitest/network-contract";
import * as tf from "@tensorflow/tfjs";
import type { NamedVariable } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { IMAGENET_PIXELS } from "../pixel-statistics.ts";
import { buildEfficientnet } from "./build-efficientnet.ts";
import { efficientnet, efficientnetB0 } from "./efficientnet.ts";
import type { EfficientnetOptions } from "./efficientnet-options.ts";

const images = (): tf.Tensor4D => tf.randomUniform([3, 12, 12, 3], 0, 1, "float32", 5);

const defaults: Required<EfficientnetOptions> = {
  stem: "small",
  seed: 1,
  padding: "symmetric",
  normalize: IMAGENET_PIXELS,
  decay: 0.99,
  epsilon: 1e-3,
  stochasticDepth: 0,
  frozenStages: 0,
};

const tiny = (options: Partial<EfficientnetOptions> = {}) =>
  buildEfficientnet(
    {
      stem: 4,
      stages: [
        { blocks: 1, kernel: 3, stride: 1, expansion: 1, outputs: 4 },
        { blocks: 2, kernel: 5, stride: 2, expansion: 2, outputs: 6 },
      ],
      head: 8,
    },
    { ...defaults, ...options },
  );

for (const [stem, padding] of [
  ["imagenet", "same"],
  ["small", "symmetric"],
] as const) {
  describe(`a tiny EfficientNet with the ${stem} stem and ${padding} padding`, () => {
    testBackbone((seed) => tiny({ stem, padding, seed }), { input: images, stages: 3 });
  });
}

test("B0 has torchvision's parameters, 1280 features and its stages", () => {
  const network = efficientnetB0({ stem: "imagenet", seed: 0 });
  // torchvision 0.29.2: sum(p.numel() for p in efficientnet_b0().features.parameters())
  expect(network.parameters.reduce((sum, { variable }) => sum + variable.size, 0)).toBe(4_007_548);
  expect(network.featureCount).toBe(1280);
  const x: tf.Tensor4D = tf.zeros([1, 64, 32, 3]);
  expect(network.stages(x, "evaluate").map(({ shape }) => shape.slice(1))).toEqual([
    [32, 16, 16],
    [16, 8, 24],
    [8, 4, 40],
    [4, 2, 80],
    [4, 2, 112],
    [2, 1, 192],
    [2, 1, 320],
    [2, 1, 1280],
  ]);
});

test("multipliers change channels and blocks", () => {
  const network = efficientnet({
    widthMultiplier: 0.25,
    depthMultiplier: 0.5,
    stem: "small",
    seed: 0,
  });
  expect(network.featureCount).toBe(320);
  const blocks = new Set(network.parameters.map(({ name }) => name.split("/", 2).join("/")));
  expect([...blocks].filter((name) => name.includes("/block"))).toEqual([
    ...["stage1/block0", "stage2/block0", "stage3/block0", "stage4/block0", "stage4/block1"],
    ...["stage5/block0", "stage5/block1", "stage6/block0", "stage6/block1", "stage7/block0"],
  ]);
  const x: tf.Tensor4D = tf.zeros([1, 32, 32, 3]);
  const maps = network.stages(x, "evaluate");
  expect(maps.map(({ shape }) => shape[1])).toEqual([32, 16, 8, 4, 4, 2, 2, 2]);
});

test("names its variables by stage, block and layer", () => {
  const { parameters, statistics } = tiny();
  const kinds = Object.fromEntries(parameters.map(({ name, kind }) => [name, kind]));
  expect(kinds).toMatchObject({
    "stem/kernel": "kernel",
    "stem/norm/scale": "scale",
    "stage2/block0/expand/kernel": "kernel",
    "stage2/block0/depthwise/kernel": "kernel",
    "stage2/block0/squeeze/kernel": "kernel",
    "stage2/block0/excite/bias": "bias",
    "stage2/block0/project/norm/offset": "bias",
    "head/kernel": "kernel",
  });
  expect(kinds).not.toHaveProperty("stage1/block0/expand/kernel");
  expect(statistics.slice(0, 2).map(({ name }) => name)).toEqual([
    "stem/norm/mean",
    "stem/norm/variance",
  ]);
});

test("has as features the mean of the last map", () => {
  const network = tiny();
  const last = network.stages(images(), "evaluate").at(-1) as tf.Tensor4D;
  expect(network.apply(images(), "evaluate")).toBeAllclose(tf.mean(last, [1, 2]));
});

test("normalizes pixels by ImageNet's statistics, or not", () => {
  const x = images();
  const { mean, deviation } = IMAGENET_PIXELS;
  const normalized = tf.div(tf.sub(x, tf.tensor1d([...mean])), tf.tensor1d([...deviation]));
  expect(tiny().apply(x, "evaluate")).toBeAllclose(
    tiny({ normalize: false }).apply(normalized as tf.Tensor4D, "evaluate"),
  );
});

test("keeps of its running statistics what it is told, and has the ε that it is told", () => {
  const meanAfter = (decay: number) => {
    const network = tiny({ decay });
    network.apply(images(), "train");
    return (network.statistics[0] as NamedVariable).variable;
  };
  expect(tf.mul(meanAfter(0), 0.25)).toBeAllclose(meanAfter(0.75));
  // with so large an ε every normalization gives its offset, 0, and swish(0) is 0
  expect(tiny({ epsilon: 1e12 }).apply(images(), "evaluate")).toBeAllclose(tf.zeros([3, 8]));
});

test("has the documented defaults", () => {
  const scale = { widthMultiplier: 0.1, depthMultiplier: 0.1, stem: "small", seed: 0 } as const;
  const [one, other] = [efficientnet(scale), efficientnet({ ...defaults, ...scale })];
  for (const mode of ["train", "evaluate"] as const) {
    expect(one.apply(images(), mode)).toBeAllclose(other.apply(images(), mode), 0);
  }
});

test("pads as it is told, which differs where the stride is 2 and the maps are even", () => {
  const difference = (size: number) => {
    const x: tf.Tensor4D = tf.randomUniform([2, size, size, 3], 0, 1, "float32", 5);
    const [symmetric, same] = (["symmetric", "same"] as const).map((padding) =>
      tiny({ padding }).apply(x, "evaluate"),
    ) as [tf.Tensor, tf.Tensor];
    return tf.max(tf.abs(tf.sub(symmetric, same))).arraySync();
  };
  expect(difference(9)).toBe(0);
  expect(difference(8)).toBeGreaterThan(1e-3);
});

test("draws kernels as the official code does: by fan out, of depthwise ones k²", () => {
  const { parameters } = efficientnetB0({ stem: "small", seed: 0 });
  const spread = (name: string) => {
    const { variable } = parameters.find((parameter) => parameter.name === name) as NamedVariable;
    return tf.moments(variable).variance;
  };
  // 368,640, 28,800 and 61,440 values
  expect(tf.mul(spread("stage7/block0/project/kernel"), 320 / 2)).toBeAllclose(1, 0.02);
  expect(tf.mul(spread("stage6/block1/depthwise/kernel"), 25 / 2)).toBeAllclose(1, 0.05);
  expect(tf.mul(spread("stage6/block1/squeeze/kernel"), 48 / 2)).toBeAllclose(1, 0.03);
});

test("names what is wrong", () => {
  const make =
    (options: object): (() => unknown) =>
    () =>
      efficientnet({
        widthMultiplier: 0.1,
        depthMultiplier: 0.1,
        stem: "small",
        seed: 0,
        ...options,
      });
  expect(make({ widthMultiplier: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: efficientnet: widthMultiplier must be a number above 0; got 0.]`,
  );
  expect(make({ depthMultiplier: Number.NaN })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: efficientnet: depthMultiplier must be a number above 0; got NaN.]`,
  );
  expect(make({ epsilon: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: efficientnet: epsilon must be a number above 0; got 0.]`,
  );
  expect(make({ decay: 1.5 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: efficientnet: decay must be in [0, 1]; got 1.5.]`,
  );
  expect(make({ stem: "strided" })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: efficientnet: stem must be one of "imagenet", "small"; got "strided".]`,
  );
  expect(make({ padding: 1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: efficientnet: padding must be one of "symmetric", "same"; got "1".]`,
  );
  expect(
    make({ normalize: { mean: [0, 0, 0], deviation: [1, 0, 1] } }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: efficientnet: normalize.deviation must be three positive numbers, for images in [0, 1]; got [1, 0, 1].]`,
  );
  const grey = tf.zeros([1, 8, 8, 1]) as tf.Tensor4D;
  expect(() => tiny().apply(grey, "train")).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: efficientnet: images must have shape [N, H, W, 3] with N = 1, H = 8, W = 8; got [1, 8, 8, 1].]`,
  );
});
