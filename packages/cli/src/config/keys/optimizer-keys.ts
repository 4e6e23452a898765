import { z } from "zod";
import { orFalse, positive, properFraction } from "./values.ts";

const OPTIMIZERS = ["sgd", "adam", "adamw", "lars"] as const;

const optimizer = z
  .strictObject({
    name: z
      .enum(OPTIMIZERS)
      .describe("Default: sgd. The papers' on ImageNet: lars (BYOL, SimCLR, MoCo v3) and sgd."),
    momentum: properFraction.describe("sgd and lars, in [0, 1). Default: 0.9, all papers'."),
    nesterov: z.boolean().describe("sgd only: whether it looks ahead. Default: false."),
    weightDecay: z
      .number()
      .min(0)
      .describe(
        "λ of the L2 penalty, ≥ 0; adamw's multiplies the weights. Default: sgd 0.0005 (MoCo's for CIFAR-10), adam 0 and adamw 0.01 (PyTorch's), lars 0.000001 (SimCLR's and BYOL's).",
      ),
    decays: z
      .enum(["kernels", "all"])
      .describe(
        "Not lars: what decays. kernels: no biases and normalizations. all: these too, as MoCo v1 and v2 do. Default: kernels.",
      ),
    beta1: properFraction.describe(
      "adam and adamw: what the first moment keeps, in [0, 1). Default: 0.9.",
    ),
    beta2: properFraction.describe(
      "adam and adamw: what the second moment keeps, in [0, 1). Default: 0.999.",
    ),
    epsilon: positive.describe(
      "adam and adamw: added to the root of the second moment, > 0. Default: 1e-8.",
    ),
    form: z
      .enum(["simclr", "byol"])
      .describe(
        "lars only: whether the learning rate multiplies what enters the momentum's buffer (simclr) or what leaves it (byol). Default: the method's own code; MoCo v3's has byol's.",
      ),
    trustCoefficient: positive.describe("lars only, > 0. Default: 0.001, all papers'."),
  })
  .partial();

/** Keys that describe what makes updates of gradients. */
export const optimizerKeys = {
  optimizer: optimizer.default({}).describe("What makes updates of gradients."),
  clipNorm: orFalse(positive)
    .optional()
    .describe("Greatest norm of the whole gradient, > 0; false: any. Default: false, all papers'."),
};
