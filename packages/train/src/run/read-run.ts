import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type CheckpointFile, checkpointFiles } from "../checkpoint/checkpoint-files.ts";
import type { Report } from "../report.ts";
import { readMetrics } from "./metrics-log.ts";
import type { RunRecord } from "./run-record.ts";

/** A run as its folder tells it. */
export interface Run {
  readonly folder: string;
  /** run.json. */
  readonly record: RunRecord;
  /** metrics.jsonl: a report a step, in order. */
  readonly reports: readonly Report[];
  /** Step and file of each checkpoint, newest first; not opened. */
  readonly checkpoints: readonly CheckpointFile[];
}

/**
 * Reads a run's folder, also while the run goes on.
 *
 * @throws {RangeError} If there is no run in the folder.
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
  const reports = await readMetrics(join(folder, "metrics.jsonl"));
  return { folder, record, reports, checkpoints: await checkpointFiles(folder) };
}

/** run.json; undefined if there is none. */
export async function readRecord(folder: string): Promise<RunRecord | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, "run.json"), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
