import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { sortedByBytes } from "../listing/byte-order.ts";
import { requirePath } from "../require-path.ts";

const SPLIT = /^(.+?)-\d+-of-\d+|^(train|test|validation|valid|val|dev)(?=[-_.])/i;

/** Whether a file is a Parquet file, by its name. */
export function isParquetName(name: string): boolean {
  return /^[^.].*\.parquet$/i.test(name);
}

/** The Parquet files of pictures among these, in order; not `metadata.parquet`, which describes others. */
export function parquetNames(names: readonly string[]): string[] {
  return sortedByBytes(names.filter((name) => isParquetName(name) && !/^metadata\b/i.test(name)));
}

/**
 * The files that are meant: those given, or all `.parquet` directly in the folder given, in the order of
 * their names' bytes.
 *
 * @throws {RangeError} If there are none, or those of a folder are of several splits.
 */
export async function parquetPaths(pathOrPaths: string | readonly string[]): Promise<string[]> {
  const paths = typeof pathOrPaths === "string" ? [pathOrPaths] : [...pathOrPaths];
  const [path] = paths;
  if (path === undefined) {
    throw new RangeError("parquetImages: paths must name at least one file; got none.");
  }
  if (
    typeof pathOrPaths !== "string" ||
    !(await requirePath("parquetImages", path)).isDirectory()
  ) {
    return paths;
  }
  const names = parquetNames(await readdir(path));
  if (names.length === 0) {
    throw new RangeError(
      `parquetImages: a folder must have .parquet files directly in it; got none in "${path}".`,
    );
  }
  const splits = new Set(names.map(splitOf));
  if (splits.size > 1) {
    const [, second = ""] = splits;
    throw new RangeError(
      `parquetImages: the files of a folder must be of one split; got ${[...splits].map((split) => split || "others").join(", ")} in "${path}". Name the files of one, such as "${join(path, names.find((name) => splitOf(name) === second) ?? "")}".`,
    );
  }
  return names.map((name) => join(path, name));
}

/** `train` of `train-00000-of-00002.parquet`, Hugging Face's way; empty for other names. */
function splitOf(name: string): string {
  const [, sharded, plain] = SPLIT.exec(name) ?? [];
  return (sharded ?? plain ?? "").toLowerCase();
}
