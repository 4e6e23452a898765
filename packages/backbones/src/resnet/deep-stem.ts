import type * as tf from "@tensorflow/tfjs";
import { convBatchNorm, type Mode, type VariableMaker } from "@unlabeled/core";
import { convNormVariables } from "./conv-norm-variables.ts";
import { stemPool } from "./stem-pool.ts";

/**
 * The "imagenet" stem with three convolutions 3x3 instead of one 7x7, the first with stride 2; the first two have
 * half the channels, rounded up.
 *
 * @returns From `[N, H, W, 3]` to `[N, ⌈H / 4⌉, ⌈W / 4⌉, width]`.
 *
 * @see He et al., Bag of Tricks for Image Classification, 2018, ResNet-C, figure 2b: https://arxiv.org/abs/1812.01187
 */
export function deepStem(
  variables: VariableMaker,
  { width, decay }: { width: number; decay: number },
): (images: tf.Tensor4D, mode: Mode) => tf.Tensor4D {
  const half = Math.ceil(width / 2);
  const layers = [
    { inputs: 3, outputs: half, stride: 2 },
    { inputs: half, outputs: half, stride: 1 },
    { inputs: half, outputs: width, stride: 1 },
  ].map(({ inputs, outputs, stride }, i) => ({
    variables: convNormVariables(variables, {
      conv: `conv${i + 1}`,
      norm: `norm${i + 1}`,
      kernel: [3, 3, inputs, outputs],
    }),
    options: { stride, padding: 1, activation: "relu", decay } as const,
  }));
  return (images, mode) => {
    const maps = layers.reduce(
      (x, { variables, options }) => convBatchNorm(x, variables, mode, options),
      images,
    );
    return stemPool(maps, "odd"); // as in SimCLRv2's code, for its weights
  };
}
