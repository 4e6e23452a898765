import { expect, test } from "vitest";
import { scaledArchitecture } from "./architecture.ts";

// Channels and blocks of torchvision 0.29.2's efficientnet_b0 … b7; L2's by the official code's rounding.
test.for([
  ["B0", 1, 1, 32, [16, 24, 40, 80, 112, 192, 320], [1, 2, 2, 3, 3, 4, 1], 1280],
  ["B1", 1, 1.1, 32, [16, 24, 40, 80, 112, 192, 320], [2, 3, 3, 4, 4, 5, 2], 1280],
  ["B2", 1.1, 1.2, 32, [16, 24, 48, 88, 120, 208, 352], [2, 3, 3, 4, 4, 5, 2], 1408],
  ["B3", 1.2, 1.4, 40, [24, 32, 48, 96, 136, 232, 384], [2, 3, 3, 5, 5, 6, 2], 1536],
  ["B4", 1.4, 1.8, 48, [24, 32, 56, 112, 160, 272, 448], [2, 4, 4, 6, 6, 8, 2], 1792],
  ["B5", 1.6, 2.2, 48, [24, 40, 64, 128, 176, 304, 512], [3, 5, 5, 7, 7, 9, 3], 2048],
  ["B6", 1.8, 2.6, 56, [32, 40, 72, 144, 200, 344, 576], [3, 6, 6, 8, 8, 11, 3], 2304],
  ["B7", 2, 3.1, 64, [32, 48, 80, 160, 224, 384, 640], [4, 7, 7, 10, 10, 13, 4], 2560],
  ["L2", 4.3, 5.3, 136, [72, 104, 176, 344, 480, 824, 1376], [6, 11, 11, 16, 16, 22, 6], 5504],
] as const)("%s has the published channels and blocks", ([, width, depth, ...expected]) => {
  const { stem, stages, head } = scaledArchitecture(width, depth);
  const outputs = stages.map((stage) => stage.outputs);
  const blocks = stages.map((stage) => stage.blocks);
  expect([stem, outputs, blocks, head]).toEqual(expected);
});

test("has at least 8 channels, and loses at most a tenth by rounding", () => {
  const { stem, stages } = scaledArchitecture(0.36, 0.1);
  expect(stem).toBe(16); // 11.52: 8 would lose too much
  expect(stages.map(({ outputs }) => outputs)).toEqual([8, 8, 16, 32, 40, 72, 112]);
  expect(stages.map(({ blocks }) => blocks)).toEqual([1, 1, 1, 1, 1, 1, 1]);
});
