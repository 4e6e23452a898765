import { resolve } from "node:path";
import type { Source } from "@unlabeled/data";
import type { Values } from "../config/merge.ts";
import type { ResolvedConfig } from "../config/resolved-config.ts";
import { UserError } from "../user-error.ts";
import { checkBatchSize } from "./check-batch-size.ts";
import type { ClassifierConfig, ClassifierHead } from "./classifier-config.ts";
import { labelsToLearn } from "./labels-to-learn.ts";
import { plainRecipe } from "./plain-recipe.ts";
import {
  optimizerName,
  type StageKeeping,
  type StageTraining,
  stageTraining,
} from "./stage-training.ts";
import { validationSplit } from "./validation.ts";

/** What run.json keeps of a fine-tuning. */
interface FinetuneConfig extends ClassifierConfig, StageTraining {
  readonly stage: "finetune";
  /** The layer of the projector behind which the classifier stands; 0: on the features. */
  readonly fromLayer: number;
}

/** A fine-tuning with its pictures. */
export interface FinetunePlan {
  readonly config: FinetuneConfig;
  readonly keeping: StageKeeping;
  /** To learn from. */
  readonly train: Source;
  /** By which it is decided when to stop, if that is asked for. */
  readonly validation: Source | undefined;
  readonly test: Source;
  /** For people: where the test pictures come from. */
  readonly split: string;
  /** What is to be said of the pictures. */
  readonly notices: readonly string[];
}

/** Settings that only this stage has, and where run.json has them. */
export const FINETUNE_SETTINGS = {
  fraction: ["fraction"],
  fromLayer: ["fromLayer"],
  patience: ["patience"],
};

export interface FinetuneRequest {
  /** Of the run that is fine-tuned. */
  readonly pretraining: ResolvedConfig;
  /** Pictures with labels. */
  readonly labeled: string;
  /** Others to measure on; without these a fifth is held out. */
  readonly test: string | undefined;
  /** What was said: fraction, fromLayer, patience, and of the training by the names of configurations. */
  readonly given: Values;
}

/**
 * Decides all of a fine-tuning before anything is computed.
 *
 * @throws {UserError} If pictures or settings do not fit.
 */
export async function planFinetune({
  pretraining,
  labeled,
  test: testPath,
  given: { fraction = 1, fromLayer, patience = false, ...given },
}: FinetuneRequest): Promise<FinetunePlan> {
  const seed = Number(given.seed ?? 0);
  const { labels, classes, test, split, notices } = await labelsToLearn({
    ...{ labeled, test: testPath, fraction: Number(fraction), seed },
  });
  const parts = patience === false ? { train: labels } : validationSplit(labels, seed);
  const { length } = parts.train;
  const { training, keeping } = stageTraining(given, defaults(given, length, pretraining));
  checkBatchSize(training.batchSize, length, "labelled pictures");
  const head = headOf(pretraining, fromLayer as number | undefined);
  const { backbone, stem, grid, zeroInitResidual, normalize, size, views } = pretraining;
  const config: FinetuneConfig = {
    ...{ stage: "finetune", size, classes, fraction: Number(fraction) },
    fromLayer: head?.layer ?? 0,
    network: { backbone, stem, grid, zeroInitResidual, normalize },
    ...(head !== undefined && { head }),
    labels: {
      path: resolve(labeled),
      test: testPath === undefined ? null : resolve(testPath),
      seed,
    },
    patience: patience as number | false,
    views: plainRecipe(views),
    ...training,
  };
  const validation = "heldOut" in parts ? parts.heldOut : undefined;
  return { config, keeping, train: parts.train, validation, test, split, notices };
}

/**
 * Without decay and warm-up, as the papers have it: SGD at four times the rate of SimCLR (appendix B.5), with which small
 * networks learned more of 1,000 labels and as much of 300; or LARS as SimCLRv2, where pretraining had LARS.
 */
function defaults(given: Values, pictures: number, { optimizer }: ResolvedConfig): Values {
  const name = optimizerName(given, optimizer.name === "lars" ? "lars" : "sgd");
  const rates: Readonly<Record<string, Values>> = {
    sgd: { base: 0.2, scaling: "linear" },
    lars: { base: 0.005, scaling: "square-root" },
  };
  return {
    epochs: 60,
    batchSize: Math.max(2, Math.min(64, pictures)),
    optimizer: { name, weightDecay: 0, ...(name === "sgd" && { nesterov: true }) },
    learningRate: { warmupEpochs: 0, ...rates[name] },
  };
}

/** The part of the projector to build on: by default the paper's for few labels. */
function headOf(
  pretraining: ResolvedConfig,
  layer: number | undefined,
): ClassifierHead | undefined {
  const { method } = pretraining;
  if (method !== "simclr" && method !== "simclr-v2") {
    if (!layer) return undefined;
    throw new UserError(
      `--from-layer must be 0 where RUN was pretrained by ${method}: the other layers are of SimCLR's projectors; got ${layer}.`,
    );
  }
  const { projector } = pretraining;
  const { layers } = projector;
  const chosen = layer ?? 1;
  if (chosen > layers) {
    throw new UserError(
      `--from-layer must be in [0, ${layers}], the layers of RUN's projector; got ${chosen}.`,
    );
  }
  return chosen === 0 ? undefined : { projector, layer: chosen };
}
