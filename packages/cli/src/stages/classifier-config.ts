import { z } from "zod";
import { networkKeys } from "../config/keys/network-keys.ts";
import type { ResolvedNetwork, ResolvedSimclrHead } from "../config/resolved-config.ts";
import type { NoisyRecipe } from "./noisy-recipe.ts";
import type { PlainRecipe } from "./plain-recipe.ts";

/** What a classifier is built from: in run.json of every stage that trains one. */
export interface ClassifierConfig {
  readonly stage: "finetune" | "distill" | "teacher" | "student" | "resolution";
  /** Height and width of the views, pixels. */
  readonly size: number;
  readonly network: ResolvedNetwork;
  /** The projector's first layers, on which the classifier stands; missing where it stands on the features. */
  readonly head?: ClassifierHead;
  /** Names of the classes, in the order of the logits. */
  readonly classes: readonly string[];
  /** What it is trained with: crops and flips, RandAugment behind them, or the picture as it is. */
  readonly views: PlainRecipe | NoisyRecipe | "evaluation";
  /** What training leaves out within the network; missing: nothing. */
  readonly noise?: NetworkNoise;
  /** What the moving average of the weights keeps in an update, which then is what counts; missing: there is none. */
  readonly movingAverage?: number;
  /** All randomness follows from it. */
  readonly seed: number;
  /** The labels that were learned, here or by the teacher, and those by which accuracy is measured. */
  readonly labels: LabelsUsed;
  /** The part of them that was used, in (0, 1]. */
  readonly fraction: number;
  /** Epochs without a better accuracy on held-out labels after which it is enough; false: all epochs, and the last weights. */
  readonly patience: number | false;
}

export interface ClassifierHead {
  readonly projector: ResolvedSimclrHead;
  /** So many of its layers, at least 1. */
  readonly layer: number;
}

/** Noise within a network. */
export interface NetworkNoise {
  /** Of features before the classifier, in [0, 1). */
  readonly dropout: number;
  /** Of the last block, in [0, 1). */
  readonly stochasticDepth: number;
}

/** Pictures with labels, and test pictures: those at `test`, or a fifth that is held out. */
interface LabelsUsed {
  readonly path: string;
  readonly test: string | null;
  /** Decides which are held out, and which part is used. */
  readonly seed: number;
}

const count = z.int().min(1);
const classifierConfig = z.looseObject({
  stage: z.enum(["finetune", "distill", "teacher", "student", "resolution"]),
  size: count,
  network: z.object(networkKeys),
  head: z
    .object({
      projector: z.object({ hidden: count.optional(), outputs: count, layers: count }),
      layer: count,
    })
    .optional(),
  classes: z.array(z.string()).min(2),
  views: z.union([z.looseObject({}), z.literal("evaluation")]),
  noise: z.object({ dropout: z.number(), stochasticDepth: z.number() }).optional(),
  movingAverage: z.number().optional(),
  seed: z.int(),
  labels: z.object({ path: z.string(), test: z.string().nullable(), seed: z.int() }),
  fraction: z.number(),
  patience: z.union([count, z.literal(false)]),
});

/** A recorded configuration of a classifier; undefined if it is of something else. */
export function classifierConfigOf(record: unknown): ClassifierConfig | undefined {
  const { success, data } = classifierConfig.safeParse(record);
  return success ? (data as unknown as ClassifierConfig) : undefined;
}
