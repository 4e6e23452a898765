import { findFiles } from "./find-files.ts";

/**
 * The files below a folder whose path passes, in the order of their paths' bytes, and their sizes in
 * bytes; files whose paths are no UTF-8 are passed over.
 *
 * @param passes - Sees the path below the folder, separated by `/`.
 * @throws {RangeError} If a folder cannot be listed.
 */
export async function namedFiles(
  caller: string,
  root: string,
  passes: (name: string) => boolean,
): Promise<Map<string, number>> {
  const { names, sizes } = await findFiles(caller, root, () => true);
  const files = new Map<string, number>();
  for (let at = 0; at < names.length; at++) {
    const name = names.text(at);
    if (names.isText(at) && passes(name)) files.set(name, sizes[at] as number);
  }
  return files;
}
