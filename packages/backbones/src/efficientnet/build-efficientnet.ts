import * as tf from "@tensorflow/tfjs";
import {
  assertShapes,
  type Backbone,
  defineNetwork,
  globalAveragePool,
  type Mode,
  type RowSeeds,
  type VariableMaker,
  within,
} from "@unlabeled/core";
import { dropRates } from "../drop-rates.ts";
import { stageMode, stageVariables } from "../frozen-stages.ts";
import { standardize } from "../pixel-statistics.ts";
import type { Architecture } from "./architecture.ts";
import { convLayer } from "./conv-layer.ts";
import type { EfficientnetOptions, LayerOptions } from "./efficientnet-options.ts";
import { mbconv } from "./mbconv.ts";

/** The network of an architecture: stem, stages of blocks, head, mean. */
export function buildEfficientnet(
  { stem, stages, head }: Architecture,
  {
    stem: stemKind,
    seed,
    normalize,
    stochasticDepth,
    frozenStages,
    ...layers
  }: Required<EfficientnetOptions>,
): Backbone {
  return defineNetwork(
    (variables) => {
      const first = convLayer(
        within(stageVariables(variables, 0, frozenStages), "stem"),
        {
          size: 3,
          stride: stemKind === "small" ? 1 : 2,
          inputs: 3,
          outputs: stem,
          activation: "swish",
        },
        layers,
      );
      const blocks = blocksOf(
        variables,
        { stem, stages },
        { ...layers, stochasticDepth, frozenStages },
      );
      const last = convLayer(
        within(variables, "head"),
        { size: 1, inputs: stages.at(-1)?.outputs ?? stem, outputs: head, activation: "swish" },
        layers,
      );
      const maps = (images: tf.Tensor4D, mode: Mode, seeds?: RowSeeds): tf.Tensor4D[] => {
        assertShapes("efficientnet", { images: [images, "N H W 3"] });
        return tf.tidy(() => {
          const all: tf.Tensor4D[] = [];
          const pixels = normalize ? standardize(images, normalize) : images;
          let x = first(pixels, stageMode(mode, 0, frozenStages));
          blocks.forEach((stage, s) => {
            for (const block of stage) x = block(x, stageMode(mode, s, frozenStages), seeds);
            all.push(x);
          });
          return [...all, last(x, mode)];
        });
      };
      return {
        featureCount: head,
        stages: maps,
        apply: (images: tf.Tensor4D, mode: Mode, seeds?: RowSeeds): tf.Tensor2D =>
          tf.tidy(() => globalAveragePool(maps(images, mode, seeds).at(-1) as tf.Tensor4D)),
      };
    },
    { seed },
  );
}

function blocksOf(
  variables: VariableMaker,
  { stem, stages }: Pick<Architecture, "stem" | "stages">,
  {
    stochasticDepth,
    frozenStages,
    ...layers
  }: LayerOptions & Required<Pick<EfficientnetOptions, "stochasticDepth" | "frozenStages">>,
) {
  const counts = stages.map(({ blocks }) => blocks);
  const rates = dropRates(counts, stochasticDepth);
  let inputs = stem;
  return stages.map(({ blocks, stride, ...stage }, s) =>
    Array.from({ length: blocks }, (_, b) => {
      const name = `stage${s + 1}/block${b}`;
      const drop = { rate: rates[s]?.[b] as number, layer: name };
      const shape = { ...stage, inputs, stride: b === 0 ? stride : 1 };
      const maker = within(stageVariables(variables, s, frozenStages), name);
      const block = mbconv(maker, shape, { ...layers, drop });
      inputs = stage.outputs;
      return block;
    }),
  );
}
