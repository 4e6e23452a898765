import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";

/** The file or folder at a path. @throws {RangeError} If there is none. */
export async function requirePath(caller: string, path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    throw new RangeError(`${caller}: path must be an existing file or folder; got "${path}".`, {
      cause: error,
    });
  }
}

/** @throws {RangeError} If there is no folder at the path. */
export async function requireFolder(caller: string, path: string): Promise<void> {
  if (!(await requirePath(caller, path)).isDirectory()) {
    throw new RangeError(`${caller}: path must be a folder; got the file "${path}".`);
  }
}

/** @throws {RangeError} If there is no file at the path. */
export async function requireFile(caller: string, path: string): Promise<void> {
  if (!(await requirePath(caller, path)).isFile()) {
    throw new RangeError(`${caller}: path must be a file; got "${path}".`);
  }
}
