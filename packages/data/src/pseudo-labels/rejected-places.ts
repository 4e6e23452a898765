import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Source } from "../sources/source.ts";

const LIST = "rejected.txt";

/**
 * Places of the pictures that a person has rejected: those whose names are in the folder's rejected.txt, one a line. None if
 * there is no such file.
 *
 * @throws {RangeError} If a line has a name that the source does not have.
 */
export async function rejectedPlaces(
  caller: string,
  folder: string,
  source: Source,
): Promise<Int32Array> {
  const file = join(folder, LIST);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const lines = new Map<string, number>(); // where each name stands first
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line !== "" && !lines.has(line)) lines.set(line, i + 1);
  }
  if (lines.size === 0) return new Int32Array();
  const places: number[] = [];
  const found = new Set<string>();
  for (let place = 0; place < source.length; place++) {
    const key = source.key(place);
    if (!lines.has(key)) continue;
    places.push(place);
    found.add(key);
  }
  for (const [name, line] of lines) {
    if (found.has(name)) continue;
    throw new RangeError(
      `${caller}: "${file}" must have the name of one of the pictures in each line; got "${name}" in line ${line}.`,
    );
  }
  return Int32Array.from(places);
}
