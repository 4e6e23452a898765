import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Backbone } from "@unlabeled/core";
import { batches, type Source } from "@unlabeled/data";
import { type Alarm, train } from "@unlabeled/train";
import { buildBackbone } from "../assemble/backbone.ts";
import { buildMethod } from "../assemble/method.ts";
import { buildLearningRate, buildOptimizer } from "../assemble/optimizer.ts";
import { trainSettings } from "../assemble/train-settings.ts";
import { buildViews } from "../assemble/views.ts";
import type { ResolvedConfig } from "../config/resolved-config.ts";
import { Stopped } from "../stopped.ts";
import { count } from "../terminal/count.ts";
import { progressLine } from "../terminal/progress.ts";
import { say } from "../terminal/write.ts";
import { UserError } from "../user-error.ts";
import { onlineProbe } from "./online-probe.ts";
import { recorded } from "./recorded-config.ts";
import { earlierRun } from "./run-folder.ts";
import { listSkipped } from "./skipped-list.ts";
import { stopSignal } from "./stop-signal.ts";

export interface PretrainOptions {
  readonly config: ResolvedConfig;
  readonly source: Source;
  /** The run's folder. */
  readonly run: string;
  readonly resume: boolean;
  /** Threads that prepare pictures. Default: the loader's. */
  readonly workers?: number | undefined;
  /** The command that goes on with this run, for when it is stopped. */
  readonly resumeCommand: string;
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
  if (length < batchSize) {
    throw new UserError(
      `--batch-size must be at most the number of pictures, ${length}; got ${batchSize}. Make it smaller, or bring more pictures.`,
    );
  }
  if ("queue" in config && length < config.queue) {
    throw new UserError(
      `--queue must be at most the number of pictures, ${length}, or each is among its own negatives; got ${config.queue}. Make it smaller (${2 ** Math.floor(Math.log2(length / 2))}, say), or bring more pictures.`,
    );
  }
}

/**
 * Trains what a configuration describes, with a progress line.
 *
 * A new run that fails before its first step leaves no folder behind.
 *
 * @throws {Stopped} After Ctrl-C: the run has been saved, and the message says how to go on.
 * @throws {UserError} With `guard: "pause"`, where the run does not learn: likewise.
 */
export async function pretrain(options: PretrainOptions): Promise<Pretrained> {
  const { config, source, run, resume, workers } = options;
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
  const progress = progressLine();
  const isNew = !existsSync(run);
  const earlier = resume ? await earlierRun(run) : undefined;
  const { signal, release } = stopSignal(() => {
    progress.stop();
    say("Stopping and saving after this step. Ctrl-C again: end now, without saving.");
  });
  let last = 0; // the newest step
  let steps = 0;
  let alarm: Alarm | undefined;
  try {
    const reports = train(method, views, {
      ...trainSettings(config),
      optimizer: buildOptimizer(config),
      learningRate: buildLearningRate(config),
      ...(probe !== undefined && { probe }),
      run,
      resume,
      config: earlier?.config ?? recorded(config),
      signal,
    });
    for await (const report of reports) {
      for (const notice of report.notices ?? []) say(`${notice}.`);
      if (!signal.aborted) {
        progress.show({ ...report, epochs: config.epochs, spread: report.measures.spread });
      }
      last = report.step;
      steps += 1;
      if (config.guard === "pause" && report.alarm !== undefined) {
        alarm = report.alarm;
        break;
      }
    }
  } catch (error) {
    if (isNew && steps === 0) await rm(run, { recursive: true, force: true });
    throw error;
  } finally {
    progress.stop();
    release();
    await views.close();
  }
  await listSkipped(run, views.skipped);
  const totalSteps = config.epochs * views.batchesPerEpoch;
  if (alarm !== undefined) {
    throw new UserError(
      `${alarm.message} Paused${savedAt(last, totalSteps)}. Go on all the same with: ${options.resumeCommand} --guard off`,
    );
  }
  if (signal.aborted && last < totalSteps) {
    throw new Stopped(`Stopped${savedAt(last, totalSteps)}. Go on with: ${options.resumeCommand}`);
  }
  return { backbone, steps };
}

function savedAt(step: number, totalSteps: number): string {
  return step === 0 ? " before its next step" : ` and saved at step ${step} of ${totalSteps}`;
}
