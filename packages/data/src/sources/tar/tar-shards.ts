import { defineSource } from "../define-source.ts";
import { fingerprint } from "../fingerprint.ts";
import { labelsFromTexts } from "../listing/labels-from-texts.ts";
import { PICTURE_FORMATS } from "../listing/picture-extensions.ts";
import { listShards } from "../listing/saved-index-tar.ts";
import { requireFile } from "../require-path.ts";
import type { Source } from "../source.ts";
import { type ShardOption, shardOf } from "../subset-shard.ts";
import { type TarTable, tarKey, tarLocation } from "./tar-table.ts";

export interface TarShardsOptions {
  /**
   * Whether each picture's `key.cls`, or else `key.txt`, is its class: whole numbers from 0 as they
   * stand, or names, numbered in the order of their bytes. Default false.
   */
  readonly labels?: boolean;
  /**
   * Whether what the headers say is saved in `$XDG_CACHE_HOME/unlabeled/index` (or `~/.cache/…`), and
   * taken from there while all shards keep their sizes and times of change. Default: from 10,000
   * pictures on, where that folder can be written.
   */
  readonly savedIndex?: boolean;
  /** The part for one of `count` processes: pictures `index`, `index + count`, … Default: all. */
  readonly shard?: ShardOption;
}

/**
 * The pictures in tar archives of the WebDataset layout: `key.jpg` (or another picture), and
 * `key.cls` or `key.txt` with its label.
 *
 * The order is that of the shards as given and of the pictures within each. Headers are read once;
 * pictures are then read where they lie, in any order, without unpacking. Members' names are names and
 * nothing else: no path of an archive is opened or written. A shard must not change while it is in
 * use: reading stops with an error if it does. A picture that lies as a sparse file cannot be read.
 *
 * @throws {RangeError} If a shard does not exist, is damaged, compressed or cut short, holds absolute
 *   names or "..", there is no picture, labels are asked for and a picture has none, or `shard` is out
 *   of its range.
 *
 * @see WebDataset's format: https://github.com/webdataset/webdataset
 *
 * @example
 * const photos = await tarShards(["photos-0000.tar", "photos-0001.tar"], { labels: true });
 */
export async function tarShards(
  pathOrPaths: string | readonly string[],
  { labels = false, savedIndex, shard }: TarShardsOptions = {},
): Promise<Source> {
  const paths = typeof pathOrPaths === "string" ? [pathOrPaths] : pathOrPaths;
  for (const path of paths) await requireFile("tarShards", path);
  const table = await listShards("tarShards", paths, labels, savedIndex);
  const { length } = table.names;
  if (length === 0) {
    throw new RangeError(
      `tarShards: the shards must hold at least one picture named KEY.EXTENSION (${PICTURE_FORMATS}); got none in ${paths.map((path) => `"${path}"`).join(", ") || "no shards"}.`,
    );
  }
  const key = (index: number): string => tarKey(table, index);
  const { texts } = table;
  const labelled: Pick<Source, "labels" | "classes"> =
    texts === undefined ? {} : labelsFromTexts(texts.texts(), key, "tarShards");
  const print = fingerprint(entriesOf(table));
  const source = defineSource({
    ...labelled,
    length,
    fingerprint: print,
    description: {
      kind: "tar",
      paths,
      pictures: length,
      classes: labelled.classes?.length,
      fingerprint: print,
    },
    key,
    locate: (index) => tarLocation(table, index),
  });
  return shardOf("tarShards", source, shard);
}

function* entriesOf(table: TarTable): Generator<[key: string, size: number]> {
  for (const [index, size] of table.lengths.entries()) yield [tarKey(table, index), size];
}
