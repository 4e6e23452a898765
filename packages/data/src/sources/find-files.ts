import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

/** A file below a folder. */
export interface FoundFile {
  /** Path below the folder, separated by `/`. */
  readonly name: string;
  /** Bytes; −1 if the file cannot be reached (a link to nothing). */
  readonly size: number;
}

const STATS_AT_ONCE = 64; // enough to hide a network disk's latency, few enough for open-file limits

/**
 * All files below a folder whose name passes, in no particular order.
 *
 * Names that begin with a dot are left out (caches, resource forks). Links are followed; one that
 * leads back to a folder it lies in is not entered again.
 *
 * @throws {Error} If a folder cannot be listed.
 */
export async function findFiles(
  root: string,
  passes: (name: string) => boolean,
): Promise<FoundFile[]> {
  const names: string[] = [];
  await walk(root, "", [], passes, names);
  const files: FoundFile[] = [];
  for (let i = 0; i < names.length; i += STATS_AT_ONCE) {
    const some = names.slice(i, i + STATS_AT_ONCE);
    const sizes = await Promise.all(some.map((name) => sizeOf(join(root, name))));
    some.forEach((name, at) => {
      files.push({ name, size: sizes[at] ?? -1 });
    });
  }
  return files;
}

async function walk(
  root: string,
  below: string,
  outer: readonly string[],
  passes: (name: string) => boolean,
  names: string[],
): Promise<void> {
  const folder = join(root, below);
  const real = await realpath(folder);
  if (outer.includes(real)) return; // a link to a folder around it
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    const name = below === "" ? entry.name : `${below}/${entry.name}`;
    if (
      entry.isDirectory() ||
      (entry.isSymbolicLink() && (await leadsToFolder(folder, entry.name)))
    ) {
      await walk(root, name, [...outer, real], passes, names);
    } else if ((entry.isFile() || entry.isSymbolicLink()) && passes(name)) {
      names.push(name);
    }
  }
}

async function leadsToFolder(folder: string, name: string): Promise<boolean> {
  return stat(join(folder, name)).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => -1,
  );
}
