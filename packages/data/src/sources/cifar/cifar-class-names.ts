import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * The names of the classes, one a line of a file that the archive has beside its pictures.
 *
 * @returns Undefined if there is no such file.
 * @throws {RangeError} If it has not `count` names.
 */
export async function cifarClassNames(
  pictures: string,
  file: string,
  count: number,
): Promise<string[] | undefined> {
  const path = join(dirname(pictures), file);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const names = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (names.length !== count) {
    throw new RangeError(
      `cifarBinary: "${path}" must have ${count} names of classes, one a line; got ${names.length}. Correct it, or take it away.`,
    );
  }
  return names;
}
