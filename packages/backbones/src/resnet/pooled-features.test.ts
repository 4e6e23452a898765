import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { pooledFeatures } from "./pooled-features.ts";
import { resnet } from "./resnet.ts";

test("means of regions; those of an odd size overlap, as PyTorch's do", () => {
  const maps = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
  // torch.nn.functional.adaptive_avg_pool2d(torch.arange(1., 10).view(1, 1, 3, 3), 2)
  expect(pooledFeatures(maps, 2)).toBeAllclose([[3, 4, 6, 7]]);
  expect(pooledFeatures(maps, 1)).toBeAllclose([[5]]);
  expect(pooledFeatures(maps, 3)).toBeAllclose([[1, 2, 3, 4, 5, 6, 7, 8, 9]]);
});

test("is what a ResNet of that grid gives as features, of as many stages as it has", () => {
  const shape = { blocks: [1, 1, 1], block: "basic", stem: "strided", width: 2, seed: 0 } as const;
  const network = resnet({ ...shape, grid: 2 });
  const images: tf.Tensor4D = tf.randomUniform([2, 28, 28, 3], 0, 1, "float32", 1);
  const stages = network.stages(images, "evaluate");
  expect(stages.map(({ shape }) => shape)).toEqual([
    [2, 14, 14, 2],
    [2, 7, 7, 4],
    [2, 4, 4, 8],
  ]);
  expect(network.featureCount).toBe(32);
  expect(network.apply(images, "evaluate")).toBeAllclose(
    pooledFeatures(stages[2] as tf.Tensor4D, 2),
  );
});

test("refuses maps smaller than the grid", () => {
  expect(() => pooledFeatures(tf.zeros([1, 2, 3, 1]), 3)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: resnet: grid must be at most the size of the last maps, 2 x 3 for these images; got 3.]`,
  );
});
