import { z } from "zod";
import { count } from "./values.ts";

/** The names of the backbones, without width and kernels. */
export const BACKBONES = [
  ...["resnet8", "resnet10", "resnet18", "resnet34"],
  ...["resnet50", "resnet101", "resnet152", "resnet200"],
  ...["efficientnet-b0", "efficientnet-b1", "efficientnet-b2", "efficientnet-b3"],
  ...["efficientnet-b4", "efficientnet-b5", "efficientnet-b6", "efficientnet-b7"],
] as const;

/** Keys that describe the network whose features are learned. */
export const networkKeys = {
  backbone: z
    .string()
    .regex(
      /^(resnet((8|10|18|34)(-w[1-9]\d*)?|(50|101|152|200)(-w[1-9]\d*)?(-sk)?)|efficientnet-b[0-7])$/,
      "must be resnet8, 10, 18, 34, 50, 101, 152 or 200; then -w16 for a width of 16; then, from 50 on, -sk for selective kernels; or efficientnet-b0 to efficientnet-b7",
    )
    .default("resnet18")
    .describe(
      "Network (He et al. 2015), and the channels of its first stage where they are not the paper's 64: resnet18-w16. From resnet50 on, -sk stands for selective kernels and ResNet-D, as SimCLRv2 has them: resnet152-w192-sk is its largest. resnet8 has three stages, the others four. efficientnet-b0 to efficientnet-b7 are those of Tan and Le 2019. Default: resnet18.",
    ),
  stem: z
    .enum(["small", "strided", "imagenet"])
    .optional()
    .describe(
      "First layers. small: 3x3 (SimCLR's for CIFAR-10); strided: the same with stride 2, a quarter of the cost, of ResNets alone; imagenet: 7x7 with stride 2, then pooling (ResNet's), or 3x3 with stride 2 (EfficientNet's). Default: small up to a size of 64, else imagenet.",
    ),
  grid: count
    .default(1)
    .describe(
      "Features are means over grid x grid regions of the last maps. Integer of at least 1; default: 1, the mean over all of them, every paper's.",
    ),
  zeroInitResidual: z
    .boolean()
    .optional()
    .describe(
      "Whether the last scale of each residual block begins at 0. Default: false, as in torchvision and BYOL's results (SimCLR's and MoCo v3's code: true).",
    ),
  normalize: z
    .enum(["imagenet", "none"])
    .optional()
    .describe(
      "Mean and deviation by which the network first normalizes pixels. Default: none with simclr, else imagenet, each as in its paper's code.",
    ),
};
