import * as tf from "@tensorflow/tfjs";
import {
  convBatchNorm,
  type Mode,
  type RowSeeds,
  stochasticDepth,
  type VariableMaker,
} from "@unlabeled/core";
import { convNormVariables } from "./conv-norm-variables.ts";
import { selectiveKernels } from "./selective-kernels.ts";
import { shortcutPool } from "./shortcut-pool.ts";

export interface ResidualBlockOptions {
  readonly block: "basic" | "bottleneck";
  /** Channels of what comes in. */
  readonly inputs: number;
  /** Channels of the 3x3 convolutions. */
  readonly width: number;
  /** Of the first 3x3 convolution and of the shortcut. */
  readonly stride: number;
  /** Whether the shortcut is a convolution 1x1; else it is the identity. */
  readonly projection: boolean;
  /**
   * Of {@link selectiveKernels}, which then are the 3x3 convolution, with means over 2x2 before the shortcut's
   * convolution; bottlenecks only.
   */
  readonly ratio: number | false;
  /** Initial γ of the last normalization. */
  readonly lastScale: number;
  readonly decay: number;
  /** How likely F(x) is left out of an image in training, in [0, 1). */
  readonly dropRate: number;
  /** The block's name, of which it draws that. */
  readonly name: string;
}

/** Outer over inner channels. */
export const EXPANSION = { basic: 1, bottleneck: 4 } as const;

/** relu(F(x) + shortcut(x)), with F of two convolutions (basic) or three (bottleneck), which training may leave out of some images. */
export function residualBlock(
  variables: VariableMaker,
  {
    block,
    inputs,
    width,
    stride,
    projection,
    ratio,
    lastScale,
    decay,
    dropRate,
    name,
  }: ResidualBlockOptions,
): (x: tf.Tensor4D, mode: Mode, seeds?: RowSeeds) => tf.Tensor4D {
  const outputs = width * EXPANSION[block];
  const last = LAYERS[block].length - 1;
  const layers = LAYERS[block].map(({ size, strided }, i): Layer => {
    if (strided && ratio) return selectiveKernels(variables, { width, stride, ratio, decay });
    const made = convNormVariables(variables, {
      conv: `conv${i + 1}`,
      norm: `norm${i + 1}`,
      kernel: [size, size, i === 0 ? inputs : width, i === last ? outputs : width],
      scale: i === last ? lastScale : 1,
    });
    const options = { stride: strided ? stride : 1, padding: (size - 1) / 2, decay };
    return (x, mode, behind = RELU) => convBatchNorm(x, made, mode, { ...options, ...behind });
  });
  const projected = projection
    ? convNormVariables(variables, {
        conv: "shortcut/conv",
        norm: "shortcut/norm",
        kernel: [1, 1, inputs, outputs],
      })
    : undefined;
  const shortcut: Layer = (x, mode) => {
    if (!projected) return x;
    if (ratio) return convBatchNorm(shortcutPool(x, stride), projected, mode, { decay });
    return convBatchNorm(x, projected, mode, { stride, decay });
  };
  return (x, mode, seeds) => {
    const residual = shortcut(x, mode);
    const drops = mode === "train" && dropRate > 0;
    const maps = layers.reduce((maps, layer, i) => {
      if (i < last) return layer(maps, mode);
      return layer(maps, mode, drops ? {} : { ...RELU, residual });
    }, x);
    if (!drops) return maps;
    const kept = stochasticDepth(maps, { rate: dropRate, seeds, layer: name });
    return tf.relu(tf.add<tf.Tensor4D>(residual, kept));
  };
}

const RELU = { activation: "relu" } as const;

/** What comes behind the normalization: by default ReLU. */
interface Behind {
  readonly residual?: tf.Tensor4D;
  readonly activation?: "relu";
}

type Layer = (x: tf.Tensor4D, mode: Mode, behind?: Behind) => tf.Tensor4D;

/** The stride is on the 3x3 convolution ("v1.5"), as in torchvision, SimCLR and BYOL; the paper has it on the first 1x1. */
const LAYERS = {
  basic: [
    { size: 3, strided: true },
    { size: 3, strided: false },
  ],
  bottleneck: [
    { size: 1, strided: false },
    { size: 3, strided: true },
    { size: 1, strided: false },
  ],
} as const;
