import { efficientnet, resnet } from "@unlabeled/backbones";
import type { Backbone } from "@unlabeled/core";
import { efficientnetScale, resnetShape } from "../config/defaults/network.ts";
import type { ResolvedConfig, ResolvedNetwork } from "../config/resolved-config.ts";

/**
 * The backbone that a configuration describes, with the initial values of its seed.
 *
 * @param training - What training leaves out, and which stages it leaves as they are. Default: nothing, none.
 */
export function buildBackbone(
  {
    backbone,
    normalize,
    stem,
    grid,
    zeroInitResidual,
    seed,
  }: ResolvedNetwork & Pick<ResolvedConfig, "seed">,
  training: { readonly stochasticDepth?: number; readonly frozenStages?: number } = {},
): Backbone {
  const common = {
    seed,
    ...training,
    ...(normalize === "none" && { normalize: false as const }),
  };
  const scale = efficientnetScale(backbone);
  if (scale)
    return efficientnet({ ...scale, ...common, stem: stem === "small" ? stem : "imagenet" });
  return resnet({ ...resnetShape(backbone), ...common, stem, grid, zeroInitResidual });
}
