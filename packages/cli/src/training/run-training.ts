import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Batches, Method, Tensors } from "@unlabeled/core";
import type { SkippedPicture } from "@unlabeled/data";
import { type Alarm, type Report, type TrainOptions, train } from "@unlabeled/train";
import { Stopped } from "../stopped.ts";
import { progressLine } from "../terminal/progress.ts";
import { say } from "../terminal/write.ts";
import { UserError } from "../user-error.ts";
import { earlierRun } from "./run-folder.ts";
import { listSkipped } from "./skipped-list.ts";
import { stopSignal } from "./stop-signal.ts";

/** Where a training is kept, and how one goes on with it. */
export interface RunOptions {
  /** The run's folder. */
  readonly run: string;
  readonly resume: boolean;
  /** The command that goes on with this run, for when it is stopped. */
  readonly resumeCommand: string;
}

export interface TrainingOptions<
  Batch extends Tensors,
  Outputs extends Tensors,
  Targets extends Tensors,
> extends RunOptions {
  readonly method: Method<Batch, Outputs, Targets>;
  readonly batches: Batches<Batch> & {
    readonly skipped?: readonly SkippedPicture[];
    close(): Promise<void>;
  };
  readonly settings: Omit<TrainOptions, "run" | "resume" | "signal" | "config">;
  /** What run.json keeps of the configuration; a resumed run's stays as it was. */
  readonly record: object;
  /** The measure that the progress line shows. Default: spread. */
  readonly shown?: string;
  /** Whether to pause at an alarm. Default false. */
  readonly pause?: boolean;
  /** Called after each step; true: it is enough. */
  readonly enough?: (report: Report) => Promise<boolean>;
}

/**
 * Trains a method with a progress line, and closes its batches.
 *
 * A new run that fails before its first step leaves no folder behind.
 *
 * @returns Steps that were made now: 0 where the run had been finished before.
 * @throws {Stopped} After Ctrl-C: the run has been saved, and the message says how to go on.
 * @throws {UserError} With `pause`, where the run does not learn: likewise.
 */
export async function runTraining<
  Batch extends Tensors,
  Outputs extends Tensors,
  Targets extends Tensors,
>(options: TrainingOptions<Batch, Outputs, Targets>): Promise<number> {
  const { method, batches, settings, run, resume, resumeCommand, shown = "spread" } = options;
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
    const config = earlier?.config ?? options.record;
    for await (const report of train(method, batches, {
      ...settings,
      ...{ run, resume, config, signal },
    })) {
      for (const notice of report.notices ?? []) say(`${notice}.`);
      if (!signal.aborted) {
        const measure = { name: shown, value: report.measures[shown] };
        progress.show({ ...report, epochs: settings.epochs, measure });
      }
      last = report.step;
      steps += 1;
      if (options.pause && report.alarm !== undefined) {
        alarm = report.alarm;
        break;
      }
      if (await options.enough?.(report)) break;
    }
  } catch (error) {
    if (isNew && steps === 0) await rm(run, { recursive: true, force: true });
    throw error;
  } finally {
    progress.stop();
    release();
    await batches.close();
  }
  await listSkipped(run, batches.skipped ?? []);
  const totalSteps = settings.epochs * batches.batchesPerEpoch;
  if (alarm !== undefined) {
    throw new UserError(
      `${alarm.message} Paused${savedAt(last, totalSteps)}. Go on all the same with: ${resumeCommand} --guard off`,
    );
  }
  if (signal.aborted && last < totalSteps) {
    throw new Stopped(`Stopped${savedAt(last, totalSteps)}. Go on with: ${resumeCommand}`);
  }
  return steps;
}

function savedAt(step: number, totalSteps: number): string {
  return step === 0 ? " before its next step" : ` and saved at step ${step} of ${totalSteps}`;
}
