import { type FileHandle, open, rename, rm } from "node:fs/promises";

/** Writes a file that appears whole or not at all: beside its place, then renamed. */
export async function writeBeside(
  path: string,
  write: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const beside = `${path}.unfinished`;
  try {
    const file = await open(beside, "w");
    try {
      await write(file);
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
