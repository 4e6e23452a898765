import { basename } from "node:path";
import { cacheFolder } from "../cache-folder.ts";
import { defineSource } from "../define-source.ts";
import { fingerprint } from "../fingerprint.ts";
import type { Source } from "../source.ts";
import { parquetClasses } from "./parquet-classes.ts";
import { parquetPaths } from "./parquet-paths.ts";
import { type ParquetShard, parquetShard } from "./parquet-shard.ts";

export interface ParquetImagesOptions {
  /**
   * The column of encoded pictures: binary, or a structure of `bytes` and `path`. Default: `image`, or the
   * only one that is an Image to Hugging Face's metadata, or the only one that can be.
   */
  readonly image?: string;
  /**
   * The column of labels: whole numbers, or text, numbered in the order of its bytes. Default: `label`, or
   * the only one that is a ClassLabel to Hugging Face's metadata.
   */
  readonly label?: string;
  /** Whether labels are read. Default: if `label` is given. */
  readonly labels?: boolean;
  /**
   * The folder for copies of pictures from files whose pages are packed. Default:
   * `$XDG_CACHE_HOME/unlabeled/parquet`, or `~/.cache/unlabeled/parquet`.
   */
  readonly cache?: string;
}

/**
 * The pictures in Parquet files, such as Hugging Face's datasets: one a row, encoded (JPEG, PNG, …).
 *
 * The order is that of the files as given, or of a folder's file names' bytes, and of the rows in each.
 * Where pages are not packed, as the datasets library writes them, pictures are read where they lie. Else
 * the file is unpacked once, a page at a time, into the cache, which may be deleted whenever nothing reads
 * from it. A file must not change while it is in use. Loading skips and lists rows without a picture.
 *
 * @throws {RangeError} If a file does not exist, is damaged, encrypted or no Parquet, a column is missing or
 *   of another type, a folder has files of several splits, there is no row, the cache has no room, or labels
 *   are asked for and a row has none that is in [0, 2^31).
 *
 * @see Parquet: https://github.com/apache/parquet-format
 *
 * @example
 * const flowers = await parquetImages("flowers/data", { labels: true });
 */
export async function parquetImages(
  pathOrPaths: string | readonly string[],
  {
    image,
    label,
    labels = label !== undefined,
    cache = cacheFolder("parquet"),
  }: ParquetImagesOptions = {},
): Promise<Source> {
  const paths = await parquetPaths(pathOrPaths);
  const shards: ParquetShard[] = [];
  const ends: number[] = [];
  for (const path of paths) {
    const shard = await parquetShard(path, { image, label, labels, cache });
    shards.push(shard);
    ends.push((ends.at(-1) ?? 0) + shard.spans.starts.length);
  }
  const length = ends.at(-1) ?? 0;
  if (length === 0) {
    throw new RangeError(
      `parquetImages: the files must have at least one row; got none in "${paths.join('", "')}".`,
    );
  }
  const at = (index: number): { shard: ParquetShard; row: number } => {
    const number = shardOf(ends, index);
    return { shard: shards[number] as ParquetShard, row: index - (ends[number - 1] ?? 0) };
  };
  const key = (index: number): string => {
    const { shard, row } = at(index);
    return `${basename(shard.path)}#${row}`;
  };
  const labelled = labels ? parquetClasses(shards, key) : {};
  const print = fingerprint(entries(shards));
  return defineSource({
    ...labelled,
    length,
    fingerprint: print,
    description: {
      kind: "parquet",
      paths,
      pictures: length,
      classes: labelled.classes?.length,
      fingerprint: print,
    },
    key,
    locate: (index) => {
      const { shard, row } = at(index);
      const { starts, lengths, cached } = shard.spans;
      const [offset, length] = [starts[row] as number, lengths[row] as number];
      if (length === 0) return { kind: "unreadable", reason: "the row has no picture" };
      return cached[row] === 1
        ? { kind: "file", path: shard.cache, offset, length }
        : { kind: "file", path: shard.path, offset, length, state: shard.state };
    },
  });
}

/** The first shard that ends after the index. */
function shardOf(ends: readonly number[], index: number): number {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) > index) high = middle;
    else low = middle + 1;
  }
  return low;
}

function* entries(shards: readonly ParquetShard[]): Generator<[string, number]> {
  for (const { path, spans } of shards) {
    const name = basename(path);
    for (const [row, length] of spans.lengths.entries()) yield [`${name}#${row}`, length];
  }
}
