import { join } from "node:path";
import type { NamedVariable } from "@unlabeled/core";
import { checkpointFiles, prune } from "../checkpoint/checkpoint-files.ts";
import { checkpointSaver } from "../checkpoint/checkpoint-saver.ts";
import type { Report } from "../report.ts";
import { cannotWrite } from "./cannot-write.ts";
import type { LogKind } from "./logs/log-kinds.ts";
import { openToolLogs } from "./logs/open-tool-logs.ts";
import { makeFolder } from "./make-folder.ts";
import { mendMetrics } from "./mend-metrics.ts";
import { openMetricsLog } from "./metrics-log.ts";
import { readRecord, writeRecord } from "./record-file.ts";
import { resumeRun } from "./resume-run.ts";
import { lockRun } from "./run-lock.ts";
import type { RunRecord } from "./run-record.ts";
import { syncFolder } from "./write-whole.ts";

export interface OpenRunOptions {
  readonly resume: boolean;
  readonly keep: number;
  /** What is written beside metrics.jsonl. */
  readonly logs: readonly LogKind[];
  readonly record: RunRecord;
  /** All that a checkpoint holds; their values are replaced where there is one. */
  readonly variables: readonly NamedVariable[];
}

/** A run's folder, open for the training loop. */
export interface OpenRun {
  /** Updates that the variables have behind them: 0 in a new run. */
  readonly step: number;
  /** What to tell about how the run was resumed. */
  readonly notices: readonly string[];
  log(report: Report): Promise<void>;
  /**
   * Writes a checkpoint, unless the newest is of this step already. It waits for a copy of the values and for
   * the checkpoint before; the file is there a while later, and that it could not be written is thrown by what is called next.
   */
  save(step: number): Promise<void>;
  /** Waits until all is on the disk. */
  close(): Promise<void>;
}

/**
 * Starts a run in a folder, or continues the one that is there. The folder is this process's until the run is closed.
 *
 * @throws {RangeError} If the folder has a run and `resume` is false, or has another run than this.
 * @throws {Error} If another process trains in the folder, no checkpoint of the run is whole, or a file cannot be
 *   read or written.
 */
export async function openRun(folder: string, options: OpenRunOptions): Promise<OpenRun> {
  await makeFolder(folder);
  const lock = await lockRun(folder);
  try {
    const run = await openHeld(folder, options);
    return { ...run, close: () => inTurn(run.close, lock.release) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openHeld(
  folder: string,
  { resume, keep, logs, record, variables }: OpenRunOptions,
): Promise<OpenRun> {
  const file = join(folder, "metrics.jsonl");
  if (!resume) await assertNew(folder);
  const resumed = await resumeRun(folder, record, variables);
  const step = resumed?.step ?? 0;
  const notices = [...(resumed?.notices ?? [])];
  if (resume && resumed === undefined) {
    notices.push(`${folder} had no run to resume; started a new one`);
  }
  await makeFolder(join(folder, "checkpoints"));
  if (resumed === undefined) await writeRecord(folder, record);
  await prune(folder, keep);
  const mended = await mendMetrics(file, step);
  if (mended !== undefined) notices.push(mended);
  const saver = checkpointSaver(folder, { record: resumed?.record ?? record, variables, keep });
  const metrics = await openMetricsLog(file, step);
  await syncFolder(folder);
  const others = await openToolLogs(logs, {
    folder,
    step,
    batchSize: record.batchSize,
    now: Date.now,
  }).catch(async (error) => {
    await metrics.close();
    throw error;
  });
  let saved = step;
  return {
    step,
    notices,
    async log(report) {
      saver.check();
      await metrics.append(report).catch((error) => {
        throw cannotWrite(file, error);
      });
      await others.add(report);
    },
    async save(step) {
      if (step === saved) return;
      const unlogged = await others.sync().then(
        () => undefined,
        (error: Error) => error,
      ); // a log for other tools costs no checkpoint
      await saver.save(step);
      saved = step;
      if (unlogged !== undefined) throw unlogged;
    },
    close: () => inTurn(saver.close, others.close, metrics.close),
  };
}

/** Does all of it, also what comes after one that fails; throws the first error then. */
async function inTurn(...ends: readonly (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const end of ends) await end().catch((error) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

async function assertNew(folder: string): Promise<void> {
  const record = await readRecord(folder);
  const [newest] = await checkpointFiles(folder);
  if (record === undefined && newest === undefined) return;
  const total = typeof record === "object" ? ` of ${record.epochs * record.batchesPerEpoch}` : "";
  throw new RangeError(
    `train: run must be a folder without a run; got ${folder}, which has one at step ` +
      `${newest?.step ?? 0}${total}. Resume it with resume: true, or name another folder.`,
  );
}
