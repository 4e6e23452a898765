import { join } from "node:path";
import { type CheckpointFile, checkpointFiles } from "../checkpoint/checkpoint-files.ts";
import { type Metrics, readMetrics } from "./metrics-log.ts";
import { readRecord } from "./record-file.ts";
import type { RunRecord } from "./run-record.ts";

/** A run as its folder tells it: run.json, metrics.jsonl and the list of checkpoints. */
export interface Run extends Metrics {
  readonly folder: string;
  /** run.json. */
  readonly record: RunRecord;
  /** Step and file of each checkpoint, newest first; not opened. */
  readonly checkpoints: readonly CheckpointFile[];
}

/**
 * Reads a run's folder, also while the run goes on.
 *
 * @throws {RangeError} If there is no run in the folder, or its run.json is damaged.
 *
 * @example
 * const { record, reports } = await readRun("runs/first");
 */
export async function readRun(folder: string): Promise<Run> {
  const record = await readRecord(folder);
  if (record === undefined) {
    throw new RangeError(
      `readRun: folder must have a run in it; got ${folder}, which has no run.json.`,
    );
  }
  if (typeof record === "string") {
    throw new RangeError(
      `readRun: ${join(folder, "run.json")} must be a run's record; got a damaged file: ${record}. Resuming the run writes it again from its newest checkpoint.`,
    );
  }
  const metrics = await readMetrics(join(folder, "metrics.jsonl"));
  return { folder, record, ...metrics, checkpoints: await checkpointFiles(folder) };
}
