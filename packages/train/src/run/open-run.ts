import { join } from "node:path";
import type { NamedVariable } from "@unlabeled/core";
import { checkpointFiles, prune } from "../checkpoint/checkpoint-files.ts";
import { restoreNewest } from "../checkpoint/restore-newest.ts";
import { saveCheckpoint } from "../checkpoint/save-checkpoint.ts";
import type { Report } from "../report.ts";
import { makeFolder } from "./make-folder.ts";
import { openMetricsLog } from "./metrics-log.ts";
import { readRecord } from "./read-run.ts";
import { conflicts, driftNotices, type RunRecord } from "./run-record.ts";
import { writeWhole } from "./write-whole.ts";

export interface OpenRunOptions {
  readonly resume: boolean;
  readonly keep: number;
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
  /** Writes a checkpoint, unless the newest is of this step already. */
  save(step: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a run in a folder, or continues the one that is there.
 *
 * @throws {RangeError} If the folder has a run and `resume` is false, or has another run than this.
 * @throws {Error} If no checkpoint of the run is whole.
 */
export async function openRun(
  folder: string,
  { resume, keep, record, variables }: OpenRunOptions,
): Promise<OpenRun> {
  const before = await readRecord(folder);
  if (!resume) await assertNew(folder, before);
  const notices: string[] = [];
  let step = 0;
  if (before !== undefined) {
    assertSameRun(folder, before, record);
    const restored = await restoreNewest(folder, variables);
    step = restored.step;
    notices.push(...restored.notices, ...driftNotices(before, record));
  } else if (resume) {
    notices.push(`${folder} had no run to resume; started a new one`);
  }
  await makeFolder(join(folder, "checkpoints"));
  if (before === undefined) {
    await writeWhole(join(folder, "run.json"), `${JSON.stringify(record, null, 2)}\n`);
  }
  await prune(folder, keep);
  const metrics = await openMetricsLog(join(folder, "metrics.jsonl"), step);
  let saved = step;
  return {
    step,
    notices,
    log: (report) => metrics.append(report),
    async save(step) {
      if (step === saved) return;
      await metrics.sync(); // so that no checkpoint is ahead of the reports
      await saveCheckpoint(folder, { step, record: before ?? record, variables });
      saved = step;
      await prune(folder, keep);
    },
    close: () => metrics.close(),
  };
}

async function assertNew(folder: string, before: RunRecord | undefined): Promise<void> {
  const [newest] = await checkpointFiles(folder);
  if (before === undefined && newest === undefined) return;
  const total = before && ` of ${before.epochs * before.batchesPerEpoch}`;
  throw new RangeError(
    `train: run must be a folder without a run; got ${folder}, which has one at step ` +
      `${newest?.step ?? 0}${total ?? ""}. Resume it with resume: true, or name another folder.`,
  );
}

function assertSameRun(folder: string, before: RunRecord, record: RunRecord): void {
  const found = conflicts(before, record);
  if (found.length === 0) return;
  throw new RangeError(
    `train: a resumed run must be the one that ${folder} began with; got\n  ${found.join("\n  ")}\n` +
      "Give what it began with, or start a new run in another folder.",
  );
}
