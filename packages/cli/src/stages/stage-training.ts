import { lars, type Optimizer } from "@unlabeled/core";
import { isPretrainedKernel } from "@unlabeled/simclr-distill";
import type { TrainOptions } from "@unlabeled/train";
import { buildLearningRate, buildOptimizer } from "../assemble/optimizer.ts";
import { trainSettings } from "../assemble/train-settings.ts";
import { merge, type Values, valueAt } from "../config/merge.ts";
import { configOf } from "../config/read-config.ts";
import type { ResolvedConfig, ResolvedOptimizer } from "../config/resolved-config.ts";

/** How a stage is trained: part of its run.json. */
export type StageTraining = Pick<
  ResolvedConfig,
  "epochs" | "batchSize" | "seed" | "optimizer" | "learningRate"
>;

/** What of a configuration changes nothing of what is learned. */
export type StageKeeping = Pick<
  ResolvedConfig,
  "checkpointEverySeconds" | "checkpointEverySteps" | "keep" | "logs"
>;

/**
 * How a stage is trained: what was given, else the stage's own defaults.
 *
 * @param given - By the names that configurations have.
 * @throws {UserError} As `configOf`, in the words of the flags.
 */
export function stageTraining(
  given: Values,
  defaults: Values,
): { readonly training: StageTraining; readonly keeping: StageKeeping } {
  const values = merge({ method: "simclr-v2", ...defaults }, given);
  const config = configOf({ values, flags: given, file: {}, fileName: "" });
  const { epochs, batchSize, seed, optimizer, learningRate } = config;
  const { checkpointEverySeconds, checkpointEverySteps, keep, logs } = config;
  return {
    training: { epochs, batchSize, seed, optimizer, learningRate },
    keeping: { checkpointEverySeconds, checkpointEverySteps, keep, logs },
  };
}

/** The optimizer that was named, else the stage's own. */
export function optimizerName(given: Values, own: ResolvedOptimizer["name"]): string {
  return String(valueAt(given, ["optimizer", "name"]) ?? own);
}

/** What the training loop takes of it. Nobody looks for a collapse: a classifier's outputs should differ by class alone. */
export function stageSettings(
  training: StageTraining & StageKeeping,
): Omit<TrainOptions, "run" | "resume" | "signal" | "config"> {
  return {
    ...trainSettings({ ...training, chunk: false, clipNorm: false, guard: "off" }),
    optimizer: optimizerOf(training),
    learningRate: buildLearningRate(training),
  };
}

/** LARS as the authors have it for classifiers. */
function optimizerOf({ optimizer }: StageTraining): Optimizer {
  if (optimizer.name !== "lars") return buildOptimizer({ optimizer });
  const { name: _, ...settings } = optimizer;
  return lars({ ...settings, adapts: isPretrainedKernel });
}
