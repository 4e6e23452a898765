import * as tf from "@tensorflow/tfjs";
import {
  assertShapes,
  type Backbone,
  type Mode,
  type RowSeeds,
  type VariableMaker,
  within,
} from "@unlabeled/core";
import { dropRates } from "../drop-rates.ts";
import { stageMode, stageVariables } from "../frozen-stages.ts";
import { standardize } from "../pixel-statistics.ts";
import { pooledFeatures } from "./pooled-features.ts";
import { EXPANSION, residualBlock } from "./residual-block.ts";
import type { ResolvedResnet } from "./resnet-options.ts";
import { stem } from "./stem.ts";

/** What a ResNet does with the variables that it makes, and how many features it has. */
export function buildResnet(
  variables: VariableMaker,
  options: ResolvedResnet,
): Pick<Backbone, "apply" | "stages" | "featureCount"> {
  const { blocks, block, width, grid, normalize, frozenStages } = options;
  const first = stem(stageVariables(variables, 0, frozenStages), options);
  const stages = stagesOf(variables, options);
  const maps = (images: tf.Tensor4D, mode: Mode, seeds?: RowSeeds): tf.Tensor4D[] => {
    assertShapes("resnet", { images: [images, "N H W 3"] });
    return tf.tidy(() => {
      const pixels = normalize ? standardize(images, normalize) : images;
      const all: tf.Tensor4D[] = [];
      let x = first(pixels, stageMode(mode, 0, frozenStages));
      stages.forEach((stage, s) => {
        for (const block of stage) x = block(x, stageMode(mode, s, frozenStages), seeds);
        all.push(x);
      });
      return all;
    });
  };
  return {
    featureCount: width * 2 ** (blocks.length - 1) * EXPANSION[block] * grid ** 2,
    stages: maps,
    apply: (images, mode, seeds) =>
      tf.tidy(() => pooledFeatures(maps(images, mode, seeds).at(-1) as tf.Tensor4D, grid)),
  };
}

function stagesOf(
  variables: VariableMaker,
  {
    blocks,
    block,
    width,
    shortcut,
    selectiveKernels,
    zeroInitResidual,
    decay,
    stochasticDepth,
    frozenStages,
  }: ResolvedResnet,
) {
  const rates = dropRates(blocks, stochasticDepth);
  let inputs = width;
  return blocks.map((count, s) =>
    Array.from({ length: count }, (_, b) => {
      const inner = width * 2 ** s;
      const outputs = inner * EXPANSION[block];
      const stride = s > 0 && b === 0 ? 2 : 1;
      const needed = stride !== 1 || inputs !== outputs;
      const name = `stage${s + 1}/block${b}`;
      const made = residualBlock(within(stageVariables(variables, s, frozenStages), name), {
        block,
        inputs,
        width: inner,
        stride,
        projection: needed || (shortcut === "every stage" && b === 0),
        ratio: selectiveKernels,
        lastScale: zeroInitResidual ? 0 : 1,
        decay,
        dropRate: rates[s]?.[b] as number,
        name,
      });
      inputs = outputs;
      return made;
    }),
  );
}
