import type * as tf from "@tensorflow/tfjs";
import { convBatchNorm, type Mode, type VariableMaker, within } from "@unlabeled/core";
import { convNormVariables } from "./conv-norm-variables.ts";
import { deepStem } from "./deep-stem.ts";
import type { ResolvedResnet } from "./resnet-options.ts";
import { stemPool } from "./stem-pool.ts";

/**
 * What stands before the stages: `[N, H, W, 3]` to `[N, H / s, W / s, width]`, with s = 4 ("imagenet"), 1
 * ("small") or 2 ("strided").
 */
export function stem(
  variables: VariableMaker,
  {
    stem,
    width,
    selectiveKernels,
    decay,
  }: Pick<ResolvedResnet, "stem" | "width" | "selectiveKernels" | "decay">,
): (images: tf.Tensor4D, mode: Mode) => tf.Tensor4D {
  const inside = within(variables, "stem");
  if (stem === "imagenet" && selectiveKernels) return deepStem(inside, { width, decay });
  const size = stem === "imagenet" ? 7 : 3;
  const first = convNormVariables(inside, {
    conv: "conv",
    norm: "norm",
    kernel: [size, size, 3, width],
  });
  const options = {
    stride: stem === "small" ? 1 : 2,
    padding: (size - 1) / 2,
    activation: "relu",
    decay,
  } as const;
  return (images, mode) => {
    const maps = convBatchNorm(images, first, mode, options);
    return stem === "imagenet" ? stemPool(maps, "even") : maps;
  };
}
