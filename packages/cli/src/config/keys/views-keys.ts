import { z } from "zod";
import { fraction, orFalse, positive, range } from "./values.ts";

const area = z.number().gt(0).max(1);
const strength = z.number().min(0);

const jitter = z
  .strictObject({
    probability: fraction.describe("That any of it happens. Default: 0.8, MoCo v1 1."),
    brightness: strength.describe(
      "Factor in [1 - b, 1 + b]. Default: SimCLR 0.8, BYOL and MoCo 0.4.",
    ),
    contrast: strength.describe(
      "Factor in [1 - c, 1 + c]. Default: SimCLR 0.8, BYOL and MoCo 0.4.",
    ),
    saturation: strength.describe(
      "Factor in [1 - s, 1 + s]. Default: SimCLR 0.8, BYOL and MoCo v3 0.2, MoCo v1 and v2 0.4.",
    ),
    hue: z
      .number()
      .min(0)
      .max(0.5)
      .describe("Turns of the circle in [-h, h]. Default: SimCLR 0.2, BYOL 0.1, MoCo v1 0.4."),
    definition: z
      .enum(["torchvision", "simclr", "byol"])
      .describe(
        "Whose arithmetic of colours. Default: torchvision; the other two are those of the authors' code.",
      ),
  })
  .partial();

const blur = z
  .strictObject({
    probability: fraction.describe("Default: SimCLR and MoCo v2 0.5; BYOL and MoCo v3 1 and 0.1."),
    kernelSize: z
      .int()
      .min(1)
      .max(1023)
      .refine((taps) => taps % 2 === 1, "must be an odd integer")
      .describe(
        "Taps a direction, odd, in [1, 1023]. Default: SimCLR and BYOL 2 floor(size / 20) + 1, MoCo 17.",
      ),
    sigma: range(positive).describe(
      "Standard deviation, pixels of the view, > 0. Default: [0.1, 2], all papers'.",
    ),
  })
  .partial();

const solarize = z
  .strictObject({
    probability: fraction.describe("Default: BYOL's and MoCo v3's second view 0.2."),
    threshold: fraction.describe("From which value on pixels are inverted. Default: 0.5, BYOL's."),
  })
  .partial();

const recipe = {
  cropArea: range(area).describe(
    "Least and greatest part of the picture's area that a crop covers, in (0, 1]. Default: SimCLR and BYOL [0.08, 1], MoCo [0.2, 1].",
  ),
  cropAspect: range(positive).describe(
    "Least and greatest width / height of a crop, > 0. Default: [0.75, 1.3333], all papers'.",
  ),
  cropSampler: z
    .enum(["torchvision", "tensorflow", "byol", "central"])
    .describe(
      "How a crop is drawn; central: the largest square in the middle, without chance. Default: SimCLR tensorflow, BYOL byol, MoCo torchvision, as in their code.",
    ),
  interpolation: z
    .enum(["bilinear", "bicubic"])
    .describe("Default: SimCLR and BYOL bicubic, MoCo bilinear, as in their code."),
  flip: fraction.describe("Probability of a mirror image. Default: 0.5, all papers'."),
  jitter: orFalse(jitter).describe(
    "Colour jitter: what differs from the paper's, or false for none. Up to a size of 32 SimCLR's is half as strong, its paper's for CIFAR-10.",
  ),
  greyscale: fraction.describe(
    "Probability that a view loses its colours. Default: 0.2, all papers'.",
  ),
  greyscaleFirst: z
    .boolean()
    .describe("Whether that happens before the jitter. Default: MoCo v1 true, else false."),
  blur: orFalse(blur).describe(
    "Gaussian blur: what differs from the paper's, or false for none. Default: the paper's above 32 pixels (MoCo v1 has none), none below, as SimCLR and MoCo have it for CIFAR-10.",
  ),
};

const oneView = z
  .strictObject({
    ...recipe,
    solarize: orFalse(solarize).describe(
      "Solarization: what differs from the paper's, or false for none.",
    ),
  })
  .partial();

export const viewsKeys = {
  views: z
    .strictObject({
      ...recipe,
      solarize: z
        .union([z.boolean(), solarize])
        .describe(
          "Whether BYOL's and MoCo v3's second view is solarized now and then; with values of its own, both views are. Default: true with these methods.",
        ),
      view0: oneView.describe("What the first view alone has otherwise."),
      view1: oneView.describe("What the second view alone has otherwise."),
    })
    .partial()
    .default({})
    .describe("What differs from the views of the method's paper."),
};
