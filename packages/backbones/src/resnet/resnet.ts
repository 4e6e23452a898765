import * as tf from "@tensorflow/tfjs";
import {
  assertPositiveIntegers,
  assertShapes,
  type Backbone,
  defineNetwork,
  type Mode,
  type VariableMaker,
  within,
} from "@unlabeled/core";
import { assertPixelStatistics, IMAGENET_PIXELS, standardize } from "../pixel-statistics.ts";
import { pooledFeatures } from "./pooled-features.ts";
import { EXPANSION, residualBlock } from "./residual-block.ts";
import type { ResnetOptions, ResnetShape } from "./resnet-options.ts";
import { stem } from "./stem.ts";

/**
 * A residual network of any depth and width: images `[N, H, W, 3]` in [0, 1] to features `[N, F]`.
 *
 * F is 8 · width for basic blocks and 32 · width for bottlenecks, where there are four stages, times
 * grid². `stages` gives the maps of the stages; with the "imagenet" stem they have strides 4, 8, 16, 32,
 * with "small" 1, 2, 4, 8, with "strided" 2, 4, 8, 16. With equal
 * weights it computes what torchvision's ResNets compute. Variables are named as in
 * `stem/conv/kernel`, `stage2/block0/norm1/mean`, `stage2/block0/shortcut/conv/kernel`.
 *
 * @throws {RangeError} If the blocks or the width are not integers ≥ 1, or an option is out of range.
 *
 * @see He et al., Deep Residual Learning for Image Recognition, 2015: https://arxiv.org/abs/1512.03385
 *
 * @example
 * const resnet10 = resnet({ blocks: [1, 1, 1, 1], block: "basic", stem: "small", width: 16, seed: 0 });
 * const resnet101 = resnet({ blocks: [3, 4, 23, 3], block: "bottleneck", stem: "imagenet", seed: 0 });
 */
export function resnet({
  seed,
  width = 64,
  zeroInitResidual = false,
  shortcut = "where needed",
  normalize = IMAGENET_PIXELS,
  decay = 0.9,
  grid = 1,
  ...shape
}: ResnetShape & ResnetOptions): Backbone {
  const options = { ...shape, width, zeroInitResidual, shortcut, normalize, decay, grid };
  assertOptions(options);
  return defineNetwork(
    (variables) => {
      const first = stem(variables, options);
      const stages = stagesOf(variables, options);
      const maps = (images: tf.Tensor4D, mode: Mode): tf.Tensor4D[] => {
        assertShapes("resnet", { images: [images, "N H W 3"] });
        return tf.tidy(() => {
          const pixels = normalize ? standardize(images, normalize) : images;
          const all: tf.Tensor4D[] = [];
          let x = first(pixels, mode);
          for (const stage of stages) {
            for (const block of stage) x = block(x, mode);
            all.push(x);
          }
          return all;
        });
      };
      return {
        featureCount: width * 2 ** (shape.blocks.length - 1) * EXPANSION[shape.block] * grid ** 2,
        stages: maps,
        apply: (images: tf.Tensor4D, mode: Mode): tf.Tensor2D =>
          tf.tidy(() => pooledFeatures(maps(images, mode).at(-1) as tf.Tensor4D, grid)),
      };
    },
    { seed },
  );
}

type ResolvedOptions = ResnetShape & Required<Omit<ResnetOptions, "seed">>;

function stagesOf(
  variables: VariableMaker,
  { blocks, block, width, shortcut, zeroInitResidual, decay }: ResolvedOptions,
) {
  let inputs = width;
  return blocks.map((count, s) =>
    Array.from({ length: count }, (_, b) => {
      const inner = width * 2 ** s;
      const outputs = inner * EXPANSION[block];
      const stride = s > 0 && b === 0 ? 2 : 1;
      const needed = stride !== 1 || inputs !== outputs;
      const made = residualBlock(within(variables, `stage${s + 1}/block${b}`), {
        block,
        inputs,
        width: inner,
        stride,
        projection: needed || (shortcut === "every stage" && b === 0),
        lastScale: zeroInitResidual ? 0 : 1,
        decay,
      });
      inputs = outputs;
      return made;
    }),
  );
}

function assertOptions({ blocks, width, grid, decay, normalize, ...words }: ResolvedOptions): void {
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
  if (normalize) assertPixelStatistics("resnet", normalize);
  for (const [name, allowed] of Object.entries(WORDS)) {
    const value = words[name as keyof typeof WORDS];
    if (!allowed.includes(value)) {
      throw new RangeError(
        `resnet: ${name} must be one of "${allowed.join('", "')}"; got "${value}".`,
      );
    }
  }
}

const WORDS: Record<"stem" | "block" | "shortcut", readonly string[]> = {
  stem: ["imagenet", "small", "strided"],
  block: ["basic", "bottleneck"],
  shortcut: ["where needed", "every stage"],
};
