import { stat } from "node:fs/promises";
import type { Checkpoint } from "./checkpoint.ts";
import { checkpointFiles } from "./checkpoint-files.ts";
import { decodeCheckpoint } from "./decode-checkpoint.ts";
import { readWhole } from "./read-whole.ts";

/**
 * Reads a checkpoint and checks it against its checksum.
 *
 * @param path - A run's folder, for its newest checkpoint, or the file of one.
 * @throws {RangeError} If the folder has no checkpoint.
 * @throws {Error} If the file is damaged; the one before it is named, if there is one.
 *
 * @example
 * restoreNetwork(backbone, await loadCheckpoint("runs/first"), "backbone");
 */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  const isFolder = (await stat(path)).isDirectory();
  const files = isFolder ? await checkpointFiles(path) : [];
  const file = isFolder ? files[0]?.path : path;
  if (file === undefined) {
    throw new RangeError(
      `loadCheckpoint: path must be a run with a checkpoint or the file of one; got ${path}, a folder without checkpoints.`,
    );
  }
  const checkpoint = decodeCheckpoint(await readWhole(file));
  if (typeof checkpoint === "string") {
    const before = files[1] && ` The one before it is ${files[1].path}.`;
    throw new Error(
      `loadCheckpoint: ${file} must be whole; got a damaged file: ${checkpoint}.${before ?? ""}`,
    );
  }
  return { path: file, ...checkpoint };
}
