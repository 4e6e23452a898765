import { constants, existsSync } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UserError } from "../user-error.ts";

/** @throws {UserError} If files cannot be made in this folder, which need not exist yet. */
export async function checkOutputFolder(folder: string): Promise<void> {
  const existing = nearestExisting(resolve(folder));
  if (!(await stat(existing)).isDirectory()) {
    throw new UserError(
      `--output must be a folder; got ${folder}, where ${existing} is a file. Name another place.`,
    );
  }
  try {
    await access(existing, constants.W_OK);
  } catch (cause) {
    throw new UserError(
      `--output must be a folder that can be written; got ${folder}, where ${existing} cannot. Name another place, or change its permissions.`,
      { cause },
    );
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}
