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

/**
 * ResNet-101: {@link resnet} with bottlenecks [3, 4, 23, 3]; 32 · width features (2048).
 *
 * @throws {RangeError} If an option is out of range.
 *
 * @see He et al., Deep Residual Learning for Image Recognition, 2015, table 1: https://arxiv.org/abs/1512.03385
 */
export function resnet101(options: ResnetOptions): Backbone {
  return resnet({ ...options, blocks: [3, 4, 23, 3], block: "bottleneck" });
}

/**
 * ResNet-152: {@link resnet} with bottlenecks [3, 8, 36, 3]; 32 · width features (2048).
 *
 * @throws {RangeError} If an option is out of range.
 *
 * @see He et al., Deep Residual Learning for Image Recognition, 2015, table 1: https://arxiv.org/abs/1512.03385
 *
 * @example
 * // SimCLRv2's largest, 152 (3x+SK)
 * const backbone = resnet152({
 *   stem: "imagenet",
 *   width: 192,
 *   selectiveKernels: 0.0625,
 *   zeroInitResidual: true,
 *   normalize: false,
 *   seed: 0,
 * });
 */
export function resnet152(options: ResnetOptions): Backbone {
  return resnet({ ...options, blocks: [3, 8, 36, 3], block: "bottleneck" });
}

/**
 * ResNet-200: {@link resnet} with bottlenecks [3, 24, 36, 3]; 32 · width features (2048).
 *
 * @throws {RangeError} If an option is out of range.
 *
 * @see He et al., Identity Mappings in Deep Residual Networks, 2016, there with the normalizations first; with
 *   them behind, as here, in BYOL's and SimCLR's code: https://arxiv.org/abs/1603.05027
 */
export function resnet200(options: ResnetOptions): Backbone {
  return resnet({ ...options, blocks: [3, 24, 36, 3], block: "bottleneck" });
}
