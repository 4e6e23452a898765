import type { Backbone } from "@unlabeled/core";
import { resnet } from "./resnet.ts";
import type { ResnetOptions } from "./resnet-options.ts";

/**
 * ResNet-18: {@link resnet} with basic blocks [2, 2, 2, 2]; 8 · width features (512).
 *
 * @throws {RangeError} If an option is out of range.
 *
 * @see He et al., Deep Residual Learning for Image Recognition, 2015, table 1: https://arxiv.org/abs/1512.03385
 *
 * @example
 * const backbone = resnet18({ stem: "small", seed: 0 });
 */
export function resnet18(options: ResnetOptions): Backbone {
  return resnet({ ...options, blocks: [2, 2, 2, 2], block: "basic" });
}

/**
 * ResNet-34: {@link resnet} with basic blocks [3, 4, 6, 3]; 8 · width features (512).
 *
 * @throws {RangeError} If an option is out of range.
 *
 * @see He et al., Deep Residual Learning for Image Recognition, 2015, table 1: https://arxiv.org/abs/1512.03385
 */
export function resnet34(options: ResnetOptions): Backbone {
  return resnet({ ...options, blocks: [3, 4, 6, 3], block: "basic" });
}

/**
 * ResNet-50: {@link resnet} with bottlenecks [3, 4, 6, 3]; 32 · width features (2048).
 *
 * @throws {RangeError} If an option is out of range.
 *
 * @see He et al., Deep Residual Learning for Image Recognition, 2015, table 1: https://arxiv.org/abs/1512.03385
 */
export function resnet50(options: ResnetOptions): Backbone {
  return resnet({ ...options, blocks: [3, 4, 6, 3], block: "bottleneck" });
}
