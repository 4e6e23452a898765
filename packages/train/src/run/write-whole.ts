import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Ends the names of files that are being written; one that is found was never finished. */
export const UNFINISHED = ".unfinished";

/**
 * Writes a file so that it is there whole or not at all, also after a crash or a loss of power: beside
 * its place, to the disk, renamed, and the folder to the disk.
 *
 * @throws The system's error, for example on a full disk; nothing is left behind then.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const beside = path + UNFINISHED;
  try {
    const file = await open(beside, "w");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }); // makes room on a full disk
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Puts a folder's list of files on the disk. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return; // folders cannot be opened there, and renames are journaled
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
