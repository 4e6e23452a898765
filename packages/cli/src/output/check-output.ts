import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { UserError } from "../user-error.ts";

/**
 * @param extensions - What the path may end in.
 * @param flag - That names it.
 * @throws {UserError} If a file cannot be written to this path, by its name or its folder.
 */
export async function checkOutput(
  path: string,
  extensions: readonly string[],
  flag = "--output",
): Promise<void> {
  if (!extensions.includes(extensionOf(path))) {
    throw new UserError(`${flag} must end in ${extensions.join(" or ")}; got ${path}.`);
  }
  if (await isFolder(path)) {
    throw new UserError(`${flag} must be a file; got ${path}, a folder. Name another file.`);
  }
  if (!(await isFolder(dirname(path)))) {
    throw new UserError(
      `${flag} must be in a folder that exists; got ${path}. Make the folder (mkdir -p ${dirname(path)}), or name another place.`,
    );
  }
  try {
    await access(dirname(path), constants.W_OK);
  } catch (cause) {
    throw new UserError(
      `${flag} must be in a folder that can be written; got ${path}. Name another place, or change the folder's permissions.`,
      { cause },
    );
  }
}

/** ".npy" of features.NPY. */
export function extensionOf(path: string): string {
  return extname(path).toLowerCase();
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined); // nothing there is no folder
  return found?.isDirectory() ?? false;
}
