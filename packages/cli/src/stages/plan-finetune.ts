import { resolve } from "node:path";
import type { Source } from "@unlabeled/data";
import type { Values } from "../config/merge.ts";
import type { ResolvedConfig } from "../config/resolved-config.ts";
import { labeledPair } from "../measure/labeled-pair.ts";
import { UserError } from "../user-error.ts";
import {
  checkEachClass,
  classNames,
  emptyClassFolders,
  listed,
  withoutPictures,
} from "./classes.ts";
import type { ClassifierConfig, ClassifierHead } from "./classifier-config.ts";
import { fractionOf } from "./label-part.ts";
import { plainRecipe } from "./plain-recipe.ts";
import { sharedPictures } from "./same-pictures.ts";
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
  const pair = await labeledPair(labeled, testPath, seed);
  const classes = classNames(pair.train);
  const held = testPath === undefined ? " after a fifth was held out for the test" : "";
  checkEachClass(pair.train, classes, labeled, held);
  if (testPath !== undefined) await checkNothingShared(pair.test, testPath, pair.train, labeled);
  const labels = fractionOf(pair.train, Number(fraction), seed);
  const parts = patience === false ? { train: labels } : validationSplit(labels, seed);
  const { length } = parts.train;
  const { training, keeping } = stageTraining(given, defaults(given, length, pretraining));
  if (training.batchSize > length) {
    throw new UserError(
      `--batch-size must be at most the number of labelled pictures, ${length}; got ${training.batchSize}. Make it smaller, or bring more pictures.`,
    );
  }
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
  const { test, split } = pair;
  const notices = await noticesOf(labeled, pair, classes);
  return { config, keeping, train: parts.train, validation, test, split, notices };
}

/** SGD without decay and warm-up, or LARS: SimCLR's, appendix B.5, and SimCLRv2's, which is taken where pretraining had LARS. */
function defaults(given: Values, pictures: number, { optimizer }: ResolvedConfig): Values {
  const name = optimizerName(given, optimizer.name === "lars" ? "lars" : "sgd");
  const rates: Readonly<Record<string, Values>> = {
    sgd: { base: 0.05, scaling: "linear" },
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

async function checkNothingShared(
  test: Source,
  testPath: string,
  train: Source,
  labeled: string,
): Promise<void> {
  const shared = await sharedPictures(test, train);
  if (shared === 0) return;
  throw new UserError(
    `--test must have other pictures than those that are learned from; got ${testPath}, of which ${shared} of ${test.length} are in ${labeled} too. Leave --test out to hold out a fifth, or take those away.`,
  );
}

async function noticesOf(
  labeled: string,
  { train, test }: { readonly train: Source; readonly test: Source },
  classes: readonly string[],
): Promise<string[]> {
  const empty = await emptyClassFolders(labeled, train);
  const untested = withoutPictures(test, classes);
  return [
    ...(empty.length > 0 ? [`There are no pictures in ${listed(empty)} of ${labeled}.`] : []),
    ...(untested.length > 0 ? [`There are no test pictures of ${listed(untested)}.`] : []),
  ];
}
