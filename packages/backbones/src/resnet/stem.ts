import * as tf from "@tensorflow/tfjs";
import { convBatchNorm, type Mode, type VariableMaker, within } from "@unlabeled/core";
import { convNormVariables } from "./conv-norm-variables.ts";
import type { ResnetOptions } from "./resnet-options.ts";

/**
 * What stands before the stages: `[N, H, W, 3]` to `[N, H / s, W / s, width]`, with s = 4 ("imagenet"), 1
 * ("small") or 2 ("strided").
 */
export function stem(
  variables: VariableMaker,
  { stem, width, decay }: Required<Pick<ResnetOptions, "stem" | "width" | "decay">>,
): (images: tf.Tensor4D, mode: Mode) => tf.Tensor4D {
  const size = stem === "imagenet" ? 7 : 3;
  const first = convNormVariables(within(variables, "stem"), {
    conv: "conv",
    norm: "norm",
    kernel: [size, size, 3, width],
  });
  if (stem !== "imagenet") {
    const options = {
      stride: stem === "small" ? 1 : 2,
      padding: 1,
      activation: "relu",
      decay,
    } as const;
    return (images, mode) => convBatchNorm(images, first, mode, options);
  }
  return (images, mode) => {
    const maps = convBatchNorm(images, first, mode, {
      stride: 2,
      padding: 3,
      activation: "relu",
      decay,
    });
    // Behind a ReLU, padding with zeros gives the maxima and the gradients of padding with −∞, and
    // "valid" is the one padding that every engine has.
    const padded = tf.pad(maps, [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
    return tf.maxPool(padded, 3, 2, "valid");
  };
}
