import { basename, join } from "node:path";
import { cifarBinary } from "./cifar/cifar-binary.ts";
import { isCifarName, isCifarTrainingName } from "./cifar/cifar-format.ts";
import { sortedByBytes } from "./listing/byte-order.ts";
import { isNumpyPlace, openNumpy } from "./numpy/numpy-open.ts";
import { parquetImages } from "./parquet/parquet-images.ts";
import { isParquetName, parquetNames } from "./parquet/parquet-paths.ts";
import type { Source } from "./source.ts";

/** For messages. */
export const TABLES =
  "a .parquet file or a folder of them, a .npy array or one of an .npz (FILE.npz#NAME), a CIFAR binary file or a folder of them";

/** Opens a Parquet file, an array of numpy's or a CIFAR binary file; undefined for other names. */
export async function openTable(path: string, labels: boolean): Promise<Source | undefined> {
  const name = basename(path);
  if (isParquetName(name)) return parquetImages(path, { labels });
  if (isNumpyPlace(path)) return openNumpy(path, labels);
  if (isCifarName(name)) return cifarBinary(path, { labels });
  return undefined;
}

/** Opens a folder's Parquet files, or else CIFAR's training pictures; undefined if it has neither. */
export async function openTableFolder(
  path: string,
  names: readonly string[],
  labels: boolean,
): Promise<Source | undefined> {
  if (parquetNames(names).length > 0) return parquetImages(path, { labels });
  const batches = sortedByBytes(names.filter(isCifarTrainingName));
  if (batches.length === 0) return undefined;
  return cifarBinary(
    batches.map((name) => join(path, name)),
    { labels },
  );
}

/** A file among these that `openTable` opens; undefined if there is none. */
export function firstTable(names: readonly string[]): string | undefined {
  return sortedByBytes(names).find(
    (name) => !name.startsWith(".") && (isNumpyPlace(name) || isCifarName(name)),
  );
}
