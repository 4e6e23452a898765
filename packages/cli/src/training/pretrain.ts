import type { Backbone } from "@unlabeled/core";
import { batches, type Source } from "@unlabeled/data";
import { buildBackbone } from "../assemble/backbone.ts";
import { buildMethod } from "../assemble/method.ts";
import { buildLearningRate, buildOptimizer } from "../assemble/optimizer.ts";
import { trainSettings } from "../assemble/train-settings.ts";
import { buildViews } from "../assemble/views.ts";
import type { ResolvedConfig } from "../config/resolved-config.ts";
import { count } from "../terminal/count.ts";
import { say } from "../terminal/write.ts";
import { UserError } from "../user-error.ts";
import { onlineProbe } from "./online-probe.ts";
import { recorded } from "./recorded-config.ts";
import { type RunOptions, runTraining } from "./run-training.ts";

export interface PretrainOptions extends RunOptions {
  readonly config: ResolvedConfig;
  readonly source: Source;
  /** Threads that prepare pictures. Default: the loader's. */
  readonly workers?: number | undefined;
}

/** How a training went. */
export interface Pretrained {
  /** As the last step left it. */
  readonly backbone: Backbone;
  /** Steps that were made now: 0 where the run had been finished before. */
  readonly steps: number;
}

/** @throws {UserError} If there are fewer pictures than a batch or a queue needs. */
export function checkEnoughPictures(config: ResolvedConfig, { length }: Source): void {
  const { batchSize } = config;
  const queue = "queue" in config ? config.queue : undefined;
  if (length < batchSize) {
    throw new UserError(
      `--batch-size must be at most the number of pictures, ${length}; got ${batchSize}. Make it smaller, or bring more pictures.`,
    );
  }
  if (queue !== undefined && length < queue) {
    throw new UserError(
      `--queue must be at most the number of pictures, ${length}, or each is among its own negatives; got ${queue}. Make it smaller (${2 ** Math.floor(Math.log2(length / 2))}, say), or bring more pictures.`,
    );
  }
}

/**
 * Trains what a configuration describes, with a progress line.
 *
 * @throws {Stopped | UserError} As `runTraining`.
 */
export async function pretrain(options: PretrainOptions): Promise<Pretrained> {
  const { config, source, workers, run, resume, resumeCommand } = options;
  const backbone = buildBackbone(config);
  const views = batches(source, buildViews(config), {
    batchSize: config.batchSize,
    seed: config.seed,
    ...(workers !== undefined && { workers }),
  });
  const method = buildMethod(config, backbone);
  const stepsPerEpoch = views.batchesPerEpoch;
  const probe = await onlineProbe(config, backbone, { stepsPerEpoch }).catch(async (error) => {
    await views.close();
    throw error;
  });
  if (probe !== undefined)
    say(`Probed every ${count(probe.everySteps, "step")} on ${probe.split}.`);
  const steps = await runTraining({
    ...{ run, resume, resumeCommand, method, batches: views, record: recorded(config) },
    pause: config.guard === "pause",
    settings: {
      ...trainSettings(config),
      optimizer: buildOptimizer(config),
      learningRate: buildLearningRate(config),
      ...(probe !== undefined && { probe }),
    },
  });
  return { backbone, steps };
}
