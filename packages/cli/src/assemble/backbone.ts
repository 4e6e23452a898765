import { resnet } from "@unlabeled/backbones";
import type { Backbone } from "@unlabeled/core";
import { networkShape } from "../config/defaults/network.ts";
import type { ResolvedConfig, ResolvedNetwork } from "../config/resolved-config.ts";

/** The backbone that a configuration describes, with the initial values of its seed. */
export function buildBackbone({
  backbone,
  normalize,
  stem,
  grid,
  zeroInitResidual,
  seed,
}: ResolvedNetwork & Pick<ResolvedConfig, "seed">): Backbone {
  return resnet({
    ...networkShape(backbone),
    ...{ stem, grid, zeroInitResidual, seed },
    ...(normalize === "none" && { normalize: false }),
  });
}
