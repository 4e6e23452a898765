import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder, and those above it that are not there.
 *
 * Node's own recursive `mkdir` tries for ever where a file system lets nobody make folders and says that they are
 * not there, as /proc does.
 *
 * @throws The system's error if it cannot be made.
 */
export async function makeFolder(path: string): Promise<void> {
  const error = await attempt(path);
  if (error === undefined) return;
  if (error.code !== "ENOENT" || dirname(path) === path) throw error;
  await makeFolder(dirname(path));
  const again = await attempt(path);
  if (again !== undefined) throw again;
}

/** The error; none if the folder is there afterwards. */
async function attempt(path: string): Promise<NodeJS.ErrnoException | undefined> {
  try {
    await mkdir(path);
    return undefined;
  } catch (error) {
    const isThere = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    return isThere ? undefined : (error as NodeJS.ErrnoException);
  }
}
