import { opendir, realpath, stat } from "node:fs/promises";
import { fileStates } from "./find-file-states.ts";
import { PictureNames } from "./picture-names.ts";

/** Files below a folder, in the order of their paths' bytes. */
export interface FoundFiles {
  /** Paths below the folder, separated by `/`. */
  readonly names: PictureNames;
  /** Bytes; −1 if the file cannot be reached (a link to nothing). */
  readonly sizes: Float64Array;
  /** When each was last changed, milliseconds since 1970; −1 if it cannot be reached. */
  readonly times: Float64Array;
  /** All folders that were listed, the first is "" (the folder itself), and when each was last changed. */
  readonly folders: PictureNames;
  readonly folderTimes: Float64Array;
}

const ENTRIES_AT_ONCE = 1024;
const MOST_WAYS = 100; // through links to one folder: more is a tangle of links, whose paths grow as n!

/**
 * All files below a folder whose name passes.
 *
 * Names that begin with a dot are left out (caches, resource forks), and what is no file (pipes,
 * devices). Links are followed; one that leads back to a folder it lies in is not entered again. Names
 * are bytes: those that are no UTF-8 are found like others. Memory: what the names take, and while it
 * lists, the entries of one folder.
 *
 * @param passes - Sees the path's bytes as a Latin-1 string.
 * @throws {RangeError} If a folder cannot be listed, or links lead to one in more than 100 ways.
 */
export async function findFiles(
  caller: string,
  root: string,
  passes: (name: string) => boolean,
): Promise<FoundFiles> {
  const names = new PictureNames();
  const folders = new PictureNames();
  const base = Buffer.from(root).toString("latin1");
  const ways = new Map<string, number>();

  /** Paths are bytes as Latin-1; `real` has no links in it, `outer` are the real folders around. */
  const walk = async (below: string, real: string, outer: readonly string[]): Promise<void> => {
    folders.push(below);
    const inside = [...outer, real];
    for (const entry of await entriesOf(caller, `${base}/${below}`, passes)) {
      const name = below === "" ? entry : `${below}/${entry}`;
      if (!entry.endsWith("/")) names.push(name);
      else {
        const folder = name.slice(0, -1);
        const own = `${real}/${entry.slice(0, -1)}`;
        const target = await realPath(caller, `${base}/${folder}`);
        if (inside.includes(target)) continue; // a link to a folder around it
        if (target !== own) ways.set(target, (ways.get(target) ?? 0) + 1);
        if ((ways.get(target) ?? 0) > MOST_WAYS) {
          throw new RangeError(
            `${caller}: links must not lead to one folder in more than ${MOST_WAYS} ways; got that for "${shown(target)}". Remove the links that lead in circles.`,
          );
        }
        await walk(folder, target, inside);
      }
    }
  };
  await walk("", await realPath(caller, base), []);
  const { sizes, times } = await fileStates(names.length, (at) => `${base}/${names.latin1(at)}`);
  const { times: folderTimes } = await fileStates(
    folders.length,
    (at) => `${base}/${folders.latin1(at)}`,
  );
  return { names, sizes, times, folders, folderTimes };
}

/**
 * What a folder holds, sorted so that a walk in this order meets paths in the order of their bytes:
 * folders, and links to folders, with the `/` that follows in the paths below them.
 */
async function entriesOf(
  caller: string,
  folder: string,
  passes: (name: string) => boolean,
): Promise<string[]> {
  const entries: string[] = [];
  try {
    const options = { encoding: "buffer" as BufferEncoding, bufferSize: ENTRIES_AT_ONCE };
    for await (const entry of await opendir(Buffer.from(folder, "latin1"), options)) {
      const name = (entry.name as unknown as Buffer).toString("latin1");
      if (name.startsWith(".")) continue;
      if (entry.isDirectory()) entries.push(`${name}/`);
      else if (entry.isSymbolicLink()) {
        const kind = await kindOfTarget(`${folder}/${name}`);
        if (kind === "folder") entries.push(`${name}/`);
        else if (kind !== "other" && passes(name)) entries.push(name);
      } else if (entry.isFile() && passes(name)) entries.push(name);
    }
  } catch (error) {
    throw unlistable(caller, folder, error);
  }
  return entries.sort();
}

async function kindOfTarget(path: string): Promise<"file" | "folder" | "nothing" | "other"> {
  const target = await stat(Buffer.from(path, "latin1")).catch(() => undefined);
  if (target === undefined) return "nothing";
  return target.isFile() ? "file" : target.isDirectory() ? "folder" : "other";
}

async function realPath(caller: string, path: string): Promise<string> {
  try {
    return (await realpath(Buffer.from(path, "latin1"), "buffer")).toString("latin1");
  } catch (error) {
    throw unlistable(caller, path, error);
  }
}

function unlistable(caller: string, folder: string, error: unknown): RangeError {
  const reason = error instanceof Error ? error.message : String(error);
  return new RangeError(
    `${caller}: every folder must be one that can be listed; got "${shown(folder)}": ${reason.replace(/,.*/s, "")}. Make it readable, or move it away.`,
    { cause: error },
  );
}

function shown(path: string): string {
  const text = Buffer.from(path, "latin1").toString().replace(/\/$/, "");
  return text.length > 200 ? `${text.slice(0, 100)}…${text.slice(-80)}` : text;
}
