import type * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { buildResnet } from "./build-resnet.ts";
import { resnet18, resnet34, resnet50, resnet101, resnet152, resnet200 } from "./depths.ts";

const DEPTHS = {
  18: { blocks: [2, 2, 2, 2], block: "basic" },
  34: { blocks: [3, 4, 6, 3], block: "basic" },
  50: { blocks: [3, 4, 6, 3], block: "bottleneck" },
  101: { blocks: [3, 4, 23, 3], block: "bottleneck" },
  152: { blocks: [3, 8, 36, 3], block: "bottleneck" },
  200: { blocks: [3, 24, 36, 3], block: "bottleneck" },
} as const;

/** By a maker of variables that only counts: the largest network here would take 3 GB. */
function countOf(
  depth: keyof typeof DEPTHS,
  {
    width = 64,
    selectiveKernels = false,
  }: { width?: number; selectiveKernels?: number | false } = {},
): { parameters: number; statistics: number } {
  const count = { parameters: 0, statistics: 0 };
  const add = (kind: keyof typeof count) => (_name: string, shape: readonly number[]) => {
    count[kind] += shape.reduce((product, n) => product * n, 1);
    return undefined as unknown as tf.Variable; // nothing is computed with it
  };
  const parameter = add("parameters");
  buildResnet(
    { kernel: parameter, bias: parameter, scale: parameter, statistic: add("statistics") },
    {
      ...DEPTHS[depth],
      ...{ stem: "imagenet", width, grid: 1, zeroInitResidual: false, decay: 0.9 },
      ...{ shortcut: "where needed", normalize: false, selectiveKernels },
      ...{ stochasticDepth: 0, frozenStages: 0 },
    },
  );
  return count;
}

// torchvision 0.29.2's: sum(p.numel() for p in resnetN().parameters()), of which the last layer has (F + 1) · 1000.
test.for([
  [18, 11_689_512, 512],
  [34, 21_797_672, 512],
  [50, 25_557_032, 2048],
  [101, 44_549_160, 2048],
  [152, 60_192_808, 2048],
] as const)("ResNet-%i has torchvision's parameters", ([depth, published, features]) => {
  expect(countOf(depth).parameters).toBe(published - (features + 1) * 1000);
});

// SimCLRv2's table 1, in millions. Its counts are without the last layer, and with the running statistics:
// trained numbers alone would be 232 and 353 with 152 layers at width 2x.
test.for([
  [50, 1, false, 24],
  [50, 1, 0.0625, 35],
  [50, 2, false, 94],
  [50, 2, 0.0625, 140],
  [101, 1, false, 43],
  [101, 1, 0.0625, 65],
  [101, 2, false, 170],
  [101, 2, 0.0625, 257],
  [152, 1, false, 58],
  [152, 1, 0.0625, 89],
  [152, 2, false, 233],
  [152, 2, 0.0625, 354],
  [152, 3, 0.0625, 795],
] as const)(
  "ResNet-%i of width %ix, selective kernels %s, has %i M variables, SimCLRv2's",
  (row) => {
    const [depth, times, selectiveKernels, millions] = row;
    const { parameters, statistics } = countOf(depth, { width: 64 * times, selectiveKernels });
    expect(Math.round((parameters + statistics) / 1e6)).toBe(millions);
  },
);

test.for([
  [18, resnet18],
  [34, resnet34],
  [50, resnet50],
  [101, resnet101],
  [152, resnet152],
  [200, resnet200],
] as const)("resnet%i has the blocks that are counted here", ([depth, make]) => {
  const { parameters } = make({ stem: "imagenet", width: 1, seed: 0 });
  const count = parameters.reduce((sum, { variable }) => sum + variable.size, 0);
  expect(count).toBe(countOf(depth, { width: 1 }).parameters);
});
