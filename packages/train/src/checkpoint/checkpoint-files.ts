import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { UNFINISHED } from "../run/write-whole.ts";

/** A checkpoint's place: `checkpoints/step-N.safetensors` in the run's folder. */
export interface CheckpointFile {
  readonly step: number;
  readonly path: string;
}

export function checkpointFile(run: string, step: number): CheckpointFile {
  return { step, path: join(run, "checkpoints", `step-${step}.safetensors`) };
}

/**
 * A run's checkpoints, newest first.
 *
 * @throws {Error} If their folder is there and cannot be read.
 */
export async function checkpointFiles(run: string): Promise<CheckpointFile[]> {
  const folder = join(run, "checkpoints");
  const names = await readdir(folder).catch((error) => missingIsEmpty(folder, error));
  return names
    .map((name) => /^step-(\d+)\.safetensors$/.exec(name)?.[1])
    .filter((step) => step !== undefined)
    .map((step) => checkpointFile(run, Number(step)))
    .sort((a, b) => b.step - a.step);
}

/** Removes all checkpoints but the newest `keep`, and what was never finished. */
export async function prune(run: string, keep: number): Promise<void> {
  const old = (await checkpointFiles(run)).slice(keep).map(({ path }) => path);
  const folder = join(run, "checkpoints");
  const unfinished = (await readdir(folder))
    .filter((name) => name.endsWith(UNFINISHED))
    .map((name) => join(folder, name));
  for (const path of [...old, ...unfinished]) await rm(path, { force: true });
}

function missingIsEmpty(folder: string, cause: NodeJS.ErrnoException): string[] {
  if (cause.code === "ENOENT") return [];
  throw new Error(
    `train: ${folder}, a run's checkpoints, must be a folder that can be read; got ${cause.message}.`,
    { cause },
  );
}
