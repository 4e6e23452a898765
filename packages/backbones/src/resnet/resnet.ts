import { assertPositiveIntegers, type Backbone, defineNetwork } from "@unlabeled/core";
import { assertDropRate } from "../drop-rates.ts";
import { assertFrozenStages } from "../frozen-stages.ts";
import { assertPixelStatistics, IMAGENET_PIXELS } from "../pixel-statistics.ts";
import { buildResnet } from "./build-resnet.ts";
import type { ResnetOptions, ResnetShape, ResolvedResnet } from "./resnet-options.ts";

/**
 * A residual network of any depth and width: images `[N, H, W, 3]` in [0, 1] to features `[N, F]`.
 *
 * F is 8 · width for basic blocks and 32 · width for bottlenecks, where there are four stages, times
 * grid². `stages` gives the maps of the stages; with the "imagenet" stem they have strides 4, 8, 16, 32,
 * with "small" 1, 2, 4, 8, with "strided" 2, 4, 8, 16. With equal
 * weights it computes what torchvision's ResNets compute, and with `selectiveKernels` what SimCLRv2's
 * compute (its code also has `zeroInitResidual: true` and `normalize: false`). Variables are named as in
 * `stem/conv/kernel`, `stage2/block0/norm1/mean`, `stage2/block0/shortcut/conv/kernel`; selective kernels'
 * as in `stage2/block0/fuse/norm/mean`, `stage2/block0/select/conv/kernel`, `stem/conv3/kernel`.
 *
 * @throws {RangeError} If the blocks or the width are not integers ≥ 1, an option is out of range, or basic
 *   blocks are to have selective kernels.
 *
 * @see He et al., Deep Residual Learning for Image Recognition, 2015: https://arxiv.org/abs/1512.03385
 * @see Li et al., Selective Kernel Networks, 2019: https://arxiv.org/abs/1903.06586
 * @see He et al., Bag of Tricks for Image Classification, 2018, ResNet-D: https://arxiv.org/abs/1812.01187
 * @see Chen et al., Big Self-Supervised Models are Strong Semi-Supervised Learners, 2020: https://arxiv.org/abs/2006.10029
 *
 * @example
 * const resnet10 = resnet({ blocks: [1, 1, 1, 1], block: "basic", stem: "small", width: 16, seed: 0 });
 * const resnet26 = resnet({ blocks: [2, 2, 2, 2], block: "bottleneck", stem: "small", selectiveKernels: 0.0625, seed: 0 });
 */
export function resnet({
  seed,
  width = 64,
  zeroInitResidual = false,
  shortcut = "where needed",
  normalize = IMAGENET_PIXELS,
  decay = 0.9,
  grid = 1,
  selectiveKernels = false,
  stochasticDepth = 0,
  frozenStages = 0,
  ...shape
}: ResnetShape & ResnetOptions): Backbone {
  const options = {
    ...shape,
    ...{ width, zeroInitResidual, shortcut, normalize, decay, grid, selectiveKernels },
    ...{ stochasticDepth, frozenStages },
  };
  assertOptions(options);
  return defineNetwork((variables) => buildResnet(variables, options), { seed });
}

function assertOptions(options: ResolvedResnet): void {
  const { blocks, width, grid, decay, normalize, selectiveKernels, ...rest } = options;
  const { stochasticDepth, frozenStages, ...words } = rest;
  assertPositiveIntegers("resnet", {
    width,
    grid,
    ...Object.fromEntries(blocks.map((n, s) => [`blocks[${s}]`, n])),
  });
  if (blocks.length === 0) {
    throw new RangeError(
      "resnet: blocks must have a number for each stage, at least one; got none.",
    );
  }
  if (!(decay >= 0 && decay <= 1)) {
    throw new RangeError(`resnet: decay must be in [0, 1]; got ${decay}.`);
  }
  assertDropRate("resnet", stochasticDepth);
  assertFrozenStages("resnet", frozenStages, blocks.length);
  if (normalize) assertPixelStatistics("resnet", normalize);
  for (const [name, allowed] of Object.entries(WORDS)) {
    const value = words[name as keyof typeof WORDS];
    if (!allowed.includes(value)) {
      throw new RangeError(
        `resnet: ${name} must be one of "${allowed.join('", "')}"; got "${value}".`,
      );
    }
  }
  assertSelectiveKernels(selectiveKernels, options.block);
}

function assertSelectiveKernels(ratio: number | false, block: ResolvedResnet["block"]): void {
  if (ratio === false) return;
  if (!(Number.isFinite(ratio) && ratio > 0 && ratio <= 1)) {
    throw new RangeError(`resnet: selectiveKernels must be false or in (0, 1]; got ${ratio}.`);
  }
  if (block === "basic") {
    throw new RangeError(
      `resnet: selectiveKernels must be false for basic blocks, bottlenecks alone have them; got ${ratio}.`,
    );
  }
}

const WORDS: Record<"stem" | "block" | "shortcut", readonly string[]> = {
  stem: ["imagenet", "small", "strided"],
  block: ["basic", "bottleneck"],
  shortcut: ["where needed", "every stage"],
};
