import { z } from "zod";
import { positive } from "./values.ts";

const learningRate = z
  .strictObject({
    base: positive.describe(
      "Rate after the warm-up and before scaling, > 0. Default: sgd 0.06, adam and adamw 0.001, lars 0.3; with square-root scaling a sixteenth of that, lars 0.075, SimCLR's.",
    ),
    scaling: z
      .enum(["none", "linear", "square-root"])
      .describe(
        "linear: base x batchSize / 256 (Goyal et al. 2017). square-root: base x √batchSize (SimCLR). Default: linear.",
      ),
    warmupEpochs: z
      .number()
      .min(0)
      .describe(
        "Epochs in which the rate rises from 0, ≥ 0, fewer than epochs. Default: 10, BYOL's and SimCLR's, or a tenth of epochs where that is less.",
      ),
    schedule: z
      .enum(["cosine", "steps"])
      .describe(
        "How it falls. cosine: half a cosine to 0, at each step. steps: at the milestones, as in MoCo v1. Default: cosine.",
      ),
    milestones: z
      .array(positive)
      .min(1)
      .describe("steps only: epochs at which the rate falls, rising. MoCo v1: [120, 160] of 200."),
    factor: z
      .number()
      .gt(0)
      .lt(1)
      .describe("steps only: what it is multiplied by there, in (0, 1). Default: 0.1, MoCo's."),
  })
  .partial();

/** Keys that describe how large updates are. */
export const learningRateKeys = {
  learningRate: learningRate
    .default({})
    .describe("How large updates are: a warm-up from 0, then a fall."),
};
