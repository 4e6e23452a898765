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

/** A run's checkpoints, newest first. */
export async function checkpointFiles(run: string): Promise<CheckpointFile[]> {
  const names = await readdir(join(run, "checkpoints")).catch(missingIsEmpty);
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

function missingIsEmpty(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOENT") return [];
  throw error;
}
