import type * as tf from "@tensorflow/tfjs";
import { convBatchNorm, type Mode, type VariableMaker } from "@unlabeled/core";
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
}

/** Outer over inner channels. */
export const EXPANSION = { basic: 1, bottleneck: 4 } as const;

/** relu(F(x) + shortcut(x)), with F of two convolutions (basic) or three (bottleneck). */
export function residualBlock(
  variables: VariableMaker,
  { block, inputs, width, stride, projection, ratio, lastScale, decay }: ResidualBlockOptions,
): (x: tf.Tensor4D, mode: Mode) => tf.Tensor4D {
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
    const options = {
      stride: strided ? stride : 1,
      padding: (size - 1) / 2,
      activation: "relu",
      decay,
    } as const;
    return (x, mode, residual) =>
      convBatchNorm(x, made, mode, residual ? { ...options, residual } : options);
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
  return (x, mode) => {
    const residual = shortcut(x, mode);
    return layers.reduce(
      (maps, layer, i) => layer(maps, mode, i === last ? residual : undefined),
      x,
    );
  };
}

type Layer = (x: tf.Tensor4D, mode: Mode, residual?: tf.Tensor4D) => tf.Tensor4D;

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
