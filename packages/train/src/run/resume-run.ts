import { rename } from "node:fs/promises";
import { join } from "node:path";
import { type NamedVariable, restoreVariables } from "@unlabeled/core";
import { newestWhole, type RefusedFile } from "../checkpoint/newest-whole.ts";
import { differences } from "./differences.ts";
import { readRecord, writeRecord } from "./record-file.ts";
import { conflicts, driftNotices, type RunRecord } from "./run-record.ts";

/** A run as it goes on. */
export interface ResumedRun {
  /** Updates that the variables have behind them; 0 if there was no checkpoint yet. */
  readonly step: number;
  /** What the run began with. */
  readonly record: RunRecord;
  readonly notices: readonly string[];
}

/**
 * Gives the variables the values of a run's newest checkpoint that is whole and its own.
 *
 * Others that seem newer stay, as `….damaged` or `….refused`, for their owner to look at. The record in a checkpoint
 * is covered by its checksum: a run.json that is missing, damaged or says otherwise is written again from it.
 *
 * @returns undefined if there is no run in the folder.
 * @throws {RangeError} If it is another run than `now`; the differences are named, and nothing is changed.
 * @throws {Error} If there are checkpoints and none is whole, or run.json is damaged and there is none.
 */
export async function resumeRun(
  folder: string,
  now: RunRecord,
  variables: readonly NamedVariable[],
): Promise<ResumedRun | undefined> {
  const file = join(folder, "run.json");
  const written = await readRecord(folder);
  const known = typeof written === "object" ? written : undefined;
  const newest = await newestWhole(folder, known?.id);
  const { checkpoint, refused } = newest;
  if (checkpoint === undefined && refused.length > 0) throw noneWhole(newest);
  const record = checkpoint?.record ?? known;
  if (record === undefined && written === undefined) return undefined;
  if (record === undefined) throw unknown(file, `${written}`);
  assertSameRun(folder, record, now);
  if (checkpoint !== undefined) restoreVariables(variables, checkpoint.tensors);
  const step = checkpoint?.step ?? 0;
  for (const { path, fault } of refused) await rename(path, `${path}.${fault}`);
  const notices = refused.map(
    ({ path, fault, reason }) => `${path} is ${fault} (${reason}); went on from step ${step}`,
  );
  if (checkpoint === undefined) {
    notices.push(`${folder} had no checkpoint yet; began again at its first step`);
  }
  const wrong = known === undefined ? (written ?? "it was not there") : otherwise(known, record);
  if (wrong !== undefined) {
    await writeRecord(folder, record);
    notices.push(`${file} is written again from ${checkpoint?.path} (${wrong})`);
  }
  return { step, record, notices: [...notices, ...driftNotices(record, now)] };
}

function assertSameRun(folder: string, before: RunRecord, record: RunRecord): void {
  const found = conflicts(before, record);
  if (found.length === 0) return;
  throw new RangeError(
    `train: a resumed run must be the one that ${folder} began with; got\n  ${found.join("\n  ")}\n` +
      "Give what it began with, or start a new run in another folder.",
  );
}

function otherwise(written: RunRecord, sealed: RunRecord): string | undefined {
  const found = differences(sealed, written);
  return found.length === 0 ? undefined : found.join("; ");
}

function noneWhole({ refused }: { readonly refused: readonly RefusedFile[] }): Error {
  const list = refused.map(({ path, reason }) => `\n  ${path}: ${reason}`).join("");
  const kinds = new Set(refused.map(({ fault }) => fault));
  return new Error(
    `train: a run to resume must have a whole checkpoint of its own; got only ${[...kinds].join(" and ")} ones:${list}\n` +
      "Remove them to begin again at the first step.",
  );
}

function unknown(file: string, reason: string): Error {
  return new Error(
    `train: ${file} must be whole where there is no checkpoint to write it from; got a damaged file: ${reason}. ` +
      "Remove it to begin again at the first step.",
  );
}
