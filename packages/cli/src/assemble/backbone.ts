import { resnet } from "@unlabeled/backbones";
import type { Backbone } from "@unlabeled/core";
import type { PretrainConfig } from "../config/pretrain-config.ts";

const BLOCKS = {
  resnet8: { block: "basic", blocks: [1, 1, 1] },
  resnet10: { block: "basic", blocks: [1, 1, 1, 1] },
  resnet18: { block: "basic", blocks: [2, 2, 2, 2] },
  resnet34: { block: "basic", blocks: [3, 4, 6, 3] },
  resnet50: { block: "bottleneck", blocks: [3, 4, 6, 3] },
} as const;

/** Views larger than this get ImageNet's stem: stride 2 and a max-pool before the first block. */
const LARGEST_SMALL = 64;

/** The backbone that a configuration names, with the initial values of its seed. */
export function buildBackbone({
  method,
  backbone,
  stem,
  grid,
  size,
  seed,
}: PretrainConfig): Backbone {
  const [name, width = "64"] = backbone.split("-w") as [keyof typeof BLOCKS, string?];
  return resnet({
    ...BLOCKS[name],
    width: Number(width),
    stem: stem ?? (size > LARGEST_SMALL ? "imagenet" : "small"),
    grid,
    seed,
    ...(method === "simclr" && { normalize: false }), // as in its code; BYOL's networks normalize
  });
}
