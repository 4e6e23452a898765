import { testBackbone } from "@repo/vitest/network-contract";
import * as tf from "@tensorflow/tfjs";
import type { NamedVariable } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { IMAGENET_PIXELS, type PixelStatistics } from "../pixel-statistics.ts";
import { resnet18 } from "./depths.ts";
import { resnet } from "./resnet.ts";

const images = (): tf.Tensor4D => tf.randomUniform([3, 12, 12, 3], 0, 1, "float32", 5);
const small = { blocks: [1, 1, 1, 1], stem: "small", width: 4, seed: 1 } as const;

for (const stem of ["imagenet", "small", "strided"] as const) {
  describe(`a ResNet-14 with selective kernels and the ${stem} stem`, () => {
    const shape = { blocks: [1, 1, 1, 1], block: "bottleneck", width: 2 } as const;
    testBackbone((seed) => resnet({ ...shape, stem, seed, selectiveKernels: 0.0625 }), {
      input: images,
    });
  });
}

for (const [block, stem] of [
  ["basic", "imagenet"],
  ["bottleneck", "small"],
] as const) {
  describe(`a ResNet-10 of ${block} blocks with the ${stem} stem`, () => {
    testBackbone((seed) => resnet({ ...small, block, stem, seed, width: 2 }), { input: images });
  });
}

test("names its variables by stage, block and layer", () => {
  const { parameters, statistics } = resnet({ ...small, block: "bottleneck" });
  const kinds = Object.fromEntries(parameters.map(({ name, kind }) => [name, kind]));
  expect(kinds).toMatchObject({
    "stem/conv/kernel": "kernel",
    "stem/norm/scale": "scale",
    "stage2/block0/conv3/kernel": "kernel",
    "stage2/block0/norm3/offset": "bias",
    "stage2/block0/shortcut/conv/kernel": "kernel",
  });
  expect(statistics.slice(0, 2).map(({ name }) => name)).toEqual([
    "stem/norm/mean",
    "stem/norm/variance",
  ]);
});

test("has, of selective kernels, one convolution for both streams, and the layers that weigh them", () => {
  const shape = { ...small, block: "bottleneck", stem: "imagenet", width: 16 } as const;
  const shapes = (selectiveKernels: number) =>
    Object.fromEntries(
      resnet({ ...shape, selectiveKernels }).parameters.map(({ name, variable }) => [
        name,
        variable.shape,
      ]),
    );
  const least = shapes(0.0625);
  expect(least).toMatchObject({
    "stem/conv1/kernel": [3, 3, 3, 8],
    "stem/conv2/kernel": [3, 3, 8, 8],
    "stem/conv3/kernel": [3, 3, 8, 16],
    "stage4/block0/conv2/kernel": [3, 3, 128, 256],
    "stage4/block0/norm2/scale": [256],
    "stage4/block0/fuse/conv/kernel": [1, 1, 128, 32],
    "stage4/block0/fuse/norm/offset": [32],
    "stage4/block0/select/conv/kernel": [1, 1, 32, 256],
    "stage4/block0/conv3/kernel": [1, 1, 128, 512],
  });
  expect(least["stem/conv/kernel"]).toBeUndefined();
  expect(shapes(0.45)["stage4/block0/fuse/conv/kernel"]).toEqual([1, 1, 128, 57]); // ⌊0.45 · 128⌋
});

test("gives maps of strides 4 to 32, or 1 to 8 with the small stem", () => {
  const x: tf.Tensor4D = tf.zeros([1, 64, 96, 3]);
  const shapes = (["imagenet", "small"] as const).map((stem) =>
    resnet({ ...small, block: "basic", stem, width: 2 })
      .stages(x, "evaluate")
      .map(({ shape }) => shape.slice(1)),
  );
  expect(shapes).toEqual([
    [
      [16, 24, 2],
      [8, 12, 4],
      [4, 6, 8],
      [2, 3, 16],
    ],
    [
      [64, 96, 2],
      [32, 48, 4],
      [16, 24, 8],
      [8, 12, 16],
    ],
  ]);
});

test("has as features the mean of the last map", () => {
  const network = resnet({ ...small, block: "basic" });
  const last = network.stages(images(), "evaluate").at(-1) as tf.Tensor4D;
  expect(network.apply(images(), "evaluate")).toBeAllclose(tf.mean(last, [1, 2]));
});

test("begins its blocks as identities where asked", () => {
  const network = resnet({
    ...small,
    block: "bottleneck",
    blocks: [2, 1, 1, 1],
    zeroInitResidual: true,
  });
  const zeros = network.parameters.filter(
    ({ variable }) => tf.max(tf.abs(variable)).arraySync() === 0,
  );
  const scales = zeros.flatMap(({ name, kind }) => (kind === "scale" ? [name] : []));
  expect(scales).toEqual(
    ["stage1/block0", "stage1/block1", "stage2/block0", "stage3/block0", "stage4/block0"].map(
      (block) => `${block}/norm3/scale`,
    ),
  );
});

test("has a convolution on the shortcut where one is needed, or in every stage", () => {
  const stagesWith = (shortcut: "where needed" | "every stage") =>
    resnet18({ stem: "small", width: 2, seed: 0, shortcut }).parameters.flatMap(({ name }) =>
      name.endsWith("shortcut/conv/kernel") ? [name.slice(0, "stage1/block0".length)] : [],
    );
  expect(stagesWith("where needed")).toEqual(["stage2/block0", "stage3/block0", "stage4/block0"]);
  expect(stagesWith("every stage")).toEqual([
    "stage1/block0",
    "stage2/block0",
    "stage3/block0",
    "stage4/block0",
  ]);
});

test("normalizes pixels by ImageNet's statistics, by others, or not", () => {
  const features = (normalize: PixelStatistics | false | undefined, x: tf.Tensor4D) =>
    resnet({ ...small, block: "basic", ...(normalize !== undefined && { normalize }) }).apply(
      x,
      "evaluate",
    );
  const x = images();
  const { mean, deviation } = IMAGENET_PIXELS;
  const normalized: tf.Tensor4D = tf.div(
    tf.sub(x, tf.tensor1d([...mean])),
    tf.tensor1d([...deviation]),
  );
  expect(features(undefined, x)).toBeAllclose(features(false, normalized));
  const halves = { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] } as const;
  expect(features(halves, x)).toBeAllclose(features(false, tf.sub(tf.mul(x, 2), 1)));
});

test("keeps of its running statistics what it is told", () => {
  const meanAfter = (decay: number) => {
    const network = resnet({ ...small, block: "basic", decay });
    network.apply(images(), "train");
    return (network.statistics[0] as NamedVariable).variable;
  };
  expect(tf.mul(meanAfter(0), 0.25)).toBeAllclose(meanAfter(0.75));
});

test("draws kernels as He's rule of outputs says", () => {
  const network = resnet({ ...small, block: "basic", width: 16 });
  const kernel = network.parameters.find(({ name }) => name === "stage4/block0/conv1/kernel");
  const { mean, variance } = tf.moments((kernel as NamedVariable).variable); // 73,728 values
  expect(mean).toBeAllclose(0, 1e-3);
  expect(tf.mul(variance, (9 * 128) / 2)).toBeAllclose(1, 0.02);
});

test("names what is wrong", () => {
  const make = (options: object) => () => resnet({ ...small, block: "basic", ...options });
  expect(make({ width: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: resnet: width must be an integer ≥ 1; got 0.]`,
  );
  expect(make({ blocks: [1, 0, 1, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: resnet: blocks[1] must be an integer ≥ 1; got 0.]`,
  );
  expect(make({ blocks: [] })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: resnet: blocks must have a number for each stage, at least one; got none.]`,
  );
  expect(make({ stem: "cifar" })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: resnet: stem must be one of "imagenet", "small", "strided"; got "cifar".]`,
  );
  expect(make({ selectiveKernels: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: resnet: selectiveKernels must be false or in (0, 1]; got 0.]`,
  );
  expect(make({ selectiveKernels: true })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: resnet: selectiveKernels must be false or in (0, 1]; got true.]`,
  );
  expect(make({ selectiveKernels: 0.0625 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: resnet: selectiveKernels must be false for basic blocks, bottlenecks alone have them; got 0.0625.]`,
  );
  expect(make({ decay: Number.NaN })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: resnet: decay must be in [0, 1]; got NaN.]`,
  );
  expect(
    make({ normalize: { mean: [124, 116, Number.NaN], deviation: [1, 1, 1] } }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: resnet: normalize.mean must be three numbers, for images in [0, 1]; got [124, 116, NaN].]`,
  );
  expect(
    make({ normalize: { mean: [0, 0, 0], deviation: [1, 0, 1] } }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: resnet: normalize.deviation must be three positive numbers, for images in [0, 1]; got [1, 0, 1].]`,
  );
  const grey = tf.zeros([1, 8, 8, 1]) as tf.Tensor4D;
  expect(() => make({})().apply(grey, "train")).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: resnet: images must have shape [N, H, W, 3] with N = 1, H = 8, W = 8; got [1, 8, 8, 1].]`,
  );
});
