import { isSimclr } from "../method-name.ts";
import type { PretrainConfig } from "../pretrain-config.ts";
import type { ResolvedNetwork } from "../resolved-config.ts";

const SHAPES = {
  resnet8: { block: "basic", blocks: [1, 1, 1] },
  resnet10: { block: "basic", blocks: [1, 1, 1, 1] },
  resnet18: { block: "basic", blocks: [2, 2, 2, 2] },
  resnet34: { block: "basic", blocks: [3, 4, 6, 3] },
  resnet50: { block: "bottleneck", blocks: [3, 4, 6, 3] },
  resnet101: { block: "bottleneck", blocks: [3, 4, 23, 3] },
  resnet152: { block: "bottleneck", blocks: [3, 8, 36, 3] },
  resnet200: { block: "bottleneck", blocks: [3, 24, 36, 3] },
} as const;

/** Up to this size pictures are small: the authors' settings for CIFAR-10 fit them better than those for ImageNet. */
const LARGEST_SMALL = 64;

/** Whether views are so small that they keep ImageNet's stem from seeing much. */
export function isSmall(size: number): boolean {
  return size <= LARGEST_SMALL;
}

/** SimCLRv2's, and that of Li et al. 2019: the layer that mixes kernels has a sixteenth of the channels. */
const SELECTIVE_KERNELS = 0.0625;

/** Width and depth over B0's: Tan and Le 2019, section 4, as in the official code. */
const SCALES = {
  "efficientnet-b0": [1, 1],
  "efficientnet-b1": [1, 1.1],
  "efficientnet-b2": [1.1, 1.2],
  "efficientnet-b3": [1.2, 1.4],
  "efficientnet-b4": [1.4, 1.8],
  "efficientnet-b5": [1.6, 2.2],
  "efficientnet-b6": [1.8, 2.6],
  "efficientnet-b7": [2, 3.1],
} as const;

/** What `backbone` stands for where it is an EfficientNet. */
export function efficientnetScale(
  backbone: string,
): { readonly widthMultiplier: number; readonly depthMultiplier: number } | undefined {
  const scale = SCALES[backbone as keyof typeof SCALES];
  return scale && { widthMultiplier: scale[0], depthMultiplier: scale[1] };
}

/** What `backbone` stands for where it is a ResNet: its blocks, the channels of its first stage, and its kernels. */
export function resnetShape(backbone: string): (typeof SHAPES)[keyof typeof SHAPES] & {
  readonly width: number;
  readonly selectiveKernels: number | false;
} {
  const [plain, selects] = backbone.split("-sk");
  const [name, width = "64"] = (plain as string).split("-w") as [keyof typeof SHAPES, string?];
  const selectiveKernels = selects === undefined ? false : SELECTIVE_KERNELS;
  return { ...SHAPES[name], width: Number(width), selectiveKernels };
}

/** Stages of the network, an EfficientNet's last convolution left out. */
export function stageCount(backbone: string): number {
  return efficientnetScale(backbone) ? 7 : resnetShape(backbone).blocks.length;
}

/** Pixels of a view that one pixel of the last maps stands for, along a side. */
export function totalStride(backbone: string, stem: ResolvedNetwork["stem"]): number {
  if (efficientnetScale(backbone)) return stem === "small" ? 16 : 32;
  const stemStride = { small: 1, strided: 2, imagenet: 4 }[stem];
  return stemStride * 2 ** (stageCount(backbone) - 1);
}

/** Features that the network makes of a picture. */
export function featureCount({
  backbone,
  grid,
}: Pick<PretrainConfig, "backbone" | "grid">): number {
  const scale = efficientnetScale(backbone);
  if (scale) return Math.round(1280 * scale.widthMultiplier);
  const { block, blocks, width } = resnetShape(backbone);
  const expansion = block === "bottleneck" ? 4 : 1;
  return width * 2 ** (blocks.length - 1) * expansion * grid ** 2;
}

/** The network with its defaults; how pixels are normalized is the method's. */
export function resolveNetwork(config: PretrainConfig): ResolvedNetwork {
  const { method, backbone, grid, size } = config;
  return {
    backbone,
    stem: config.stem ?? (isSmall(size) ? "small" : "imagenet"),
    grid,
    zeroInitResidual: config.zeroInitResidual ?? false,
    normalize: config.normalize ?? (isSimclr(method) ? "none" : "imagenet"),
  };
}
