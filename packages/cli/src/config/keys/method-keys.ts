import { z } from "zod";
import { count, fraction, positive } from "./values.ts";

const METHODS = ["byol", "simclr", "simclr-v2", "moco"] as const;

/** Keys that describe the method, its heads and its loss. */
export const methodKeys = {
  method: z
    .enum(METHODS)
    .default("byol")
    .describe(
      "How it learns: byol (Grill et al. 2020), simclr (Chen et al. 2020), simclr-v2 (Chen et al. 2020b: a deeper head, and then fine-tuning and distillation) or moco (He et al. 2020; Chen et al. 2020, 2021). Default: byol.",
    ),
  mocoVersion: z
    .literal([1, 2, 3])
    .optional()
    .describe(
      "MoCo only. 1: a linear head; 2: an MLP, and views with blur; 3: a predictor, no queue. Default: 2.",
    ),
  projector: z
    .strictObject({
      hidden: count
        .optional()
        .describe(
          "Units of the hidden layers. Default: BYOL and MoCo v3 4096, SimCLR as many as there are features, each its paper's. MoCo v1 has no hidden layer, v2 one as wide as the features.",
        ),
      outputs: count
        .optional()
        .describe(
          "Length of a projection. Default: BYOL and MoCo v3 256, SimCLR and MoCo v1, v2 128, each its paper's.",
        ),
      layers: count
        .optional()
        .describe("SimCLR only: layers in all. Default: 2, SimCLR's; SimCLRv2 3, its paper's."),
    })
    .default({})
    .describe("The head that the loss sees and that is thrown away afterwards."),
  predictor: z
    .strictObject({
      hidden: count
        .optional()
        .describe(
          "Units of the hidden layer; with MoCo v3 those of the projector. Default: as the projector's, both papers'.",
        ),
    })
    .default({})
    .describe("BYOL and MoCo v3 only: the head behind the projector of the network that learns."),
  temperature: positive
    .optional()
    .describe(
      "SimCLR and MoCo only: τ of the contrastive loss, > 0; lower is sharper. Default: SimCLR 0.5, its paper's for CIFAR-10 (ImageNet: 0.1); SimCLRv2 0.1, its paper's, up to a size of 64 0.2, found on CIFAR-10; MoCo v1 0.07, v2 0.2, v3 1, their papers'.",
    ),
  emaMomentum: fraction
    .optional()
    .describe(
      "BYOL, MoCo and SimCLRv2 with a queue only: what the network that follows slowly (BYOL's target, MoCo's key) keeps of itself at each step, in [0, 1]. BYOL and MoCo v3: at the start, rising to 1 by a cosine; default: 0.99, both papers' for 300 epochs (1000 epochs: 0.996). MoCo v1 and v2 and SimCLRv2: all the time; default: 0.999, the papers'; up to a size of 64 0.99, the authors' for CIFAR-10.",
    ),
  targetMomentum: fraction
    .optional()
    .describe("BYOL only: the former name of emaMomentum. Default: as there."),
  queue: count
    .optional()
    .describe(
      "MoCo v1 and v2 and SimCLRv2 only: K, the keys of earlier pictures that are negatives, at most as many as there are pictures. Default: MoCo 65536, the paper's; up to a size of 64 4096, the authors' for CIFAR-10. SimCLRv2: none; with one it has the paper's memory, where negatives are the keys of a network that follows slowly, of this batch and earlier ones (the paper's: 65536).",
    ),
  symmetric: z
    .boolean()
    .optional()
    .describe(
      "MoCo v1 and v2 only: whether both views are queries, each against the other's keys, at twice the cost. Default: false, both papers'.",
    ),
  normGroups: count
    .optional()
    .describe(
      "MoCo v1 and v2 only: groups of a batch, or of a chunk, that batch normalization treats apart, as the papers' cards do: it must not tell a query its key. A divisor that leaves at least 2 pictures a group. Default: 8, the papers', or fewer so that a group has 32 pictures, the papers'; 1 where there is none.",
    ),
};
