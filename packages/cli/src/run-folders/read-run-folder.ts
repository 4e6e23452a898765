import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { isRunning, type Run, type RunRecord, readRun } from "@unlabeled/train";
import { FIGURE_FILE } from "../stages/figure-file.ts";
import { inOneLine } from "../terminal/complain.ts";

/** A run's folder: what is in it, or what is wrong with it. */
export type RunFolder = SoundFolder | DamagedFolder;

export interface SoundFolder {
  readonly folder: string;
  /** When it last grew, milliseconds since 1970. */
  readonly changed: number;
  readonly run: Run;
  /** Whether a process trains in it; "perhaps" if one of another machine says so. */
  readonly running: "yes" | "no" | "perhaps";
  /** Whether it has been measured: a stage that ended before its last step. */
  readonly measured: boolean;
}

interface DamagedFolder {
  readonly folder: string;
  readonly changed: number;
  /** In a few words: "it has no run.json". */
  readonly problem: string;
}

/** Reads a run's folder as far as that is possible. Never throws. */
export async function readRunFolder(folder: string): Promise<RunFolder> {
  const changed = await lastChange(folder);
  const damaged = (problem: string): DamagedFolder => ({ folder, changed, problem });
  if (!existsSync(folder)) return damaged("there is no such folder");
  if (!existsSync(join(folder, "run.json"))) return damaged("it has no run.json");
  try {
    const run = await readRun(folder);
    if (!isRecord(run.record)) return damaged("its run.json is of another kind");
    const measured = existsSync(join(folder, FIGURE_FILE));
    return { folder, changed, run, running: await isRunning(folder), measured };
  } catch (error) {
    const words = inOneLine(error).replaceAll(join(folder, "run.json"), "its run.json");
    const { code } = error as NodeJS.ErrnoException;
    return damaged(`${code === undefined ? "" : "it cannot be read: "}${words.replace(/\.$/, "")}`);
  }
}

/** Files that grow or appear as a run goes on. */
const GROWING = ["metrics.jsonl", "run.json", "checkpoints", "."];

async function lastChange(folder: string): Promise<number> {
  for (const name of GROWING) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found !== undefined) return found.mtimeMs;
  }
  return 0;
}

/** Whether a JSON value is what train writes, as far as is used here: older or newer software may have written it. */
function isRecord(value: unknown): value is RunRecord {
  const { method, engine, data, ...rest } = (value ?? {}) as Partial<RunRecord>;
  const counts = [rest.epochs, rest.batchesPerEpoch, rest.batchSize];
  return (
    counts.every((count) => Number.isInteger(count) && (count as number) > 0) &&
    [method?.name, engine?.name, engine?.precision].every((name) => typeof name === "string") &&
    typeof data === "object" &&
    data !== null
  );
}
