import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { videoFrames } from "../video/video-frames.ts";
import { isVideoName, VIDEO_FORMATS } from "../video/video-names.ts";
import { idxFiles } from "./idx/idx-files.ts";
import { sortedByBytes } from "./listing/byte-order.ts";
import { folderSource } from "./listing/image-folder.ts";
import { namedFiles } from "./listing/named-files.ts";
import { PICTURE_FORMATS } from "./listing/picture-extensions.ts";
import { listPictures } from "./listing/saved-index-folder.ts";
import { openNumpy } from "./numpy/numpy-open.ts";
import { firstTable, openTable, openTableFolder, TABLES } from "./open-table.ts";
import { parquetNames } from "./parquet/parquet-paths.ts";
import { requirePath } from "./require-path.ts";
import type { Source } from "./source.ts";
import { type ShardOption, shardOf } from "./subset-shard.ts";
import { tarShards } from "./tar/tar-shards.ts";

export interface OpenSourceOptions {
  /**
   * Whether labels are read: of a folder, its first-level sub-folders; of tar shards, `key.cls` or
   * `key.txt`; of an IDX file, the labels file beside it; of Parquet files, the column `label`; of CIFAR
   * files, their own, fine ones; of `train_images.npy` or `x_train` in an .npz, `train_labels` or `y_train`
   * beside it. Default false.
   */
  readonly labels?: boolean;
  /** For folders and shards: whether the list is saved and used again. As in `imageFolder`, `tarShards`. */
  readonly savedIndex?: boolean;
  /** The part for one of `count` processes: pictures `index`, `index + count`, … Default: all. */
  readonly shard?: ShardOption;
}

const ACCEPTED = `a folder of pictures (${PICTURE_FORMATS}), a folder of .tar shards, a .tar shard, an IDX file of pictures (NAME-images-idx3-ubyte, also .gz), ${TABLES}, or a video or folder of videos (${VIDEO_FORMATS})`;
const IDX_IMAGES = /images([-.])idx3-ubyte(\.gz)?$/;

/**
 * Opens what lies at a path: `imageFolder`, `tarShards`, `idxFiles`, `parquetImages`, `numpyArrays`,
 * `cifarBinary` or `videoFrames`, whichever it is for. Videos beside pictures are not used. A folder of
 * CIFAR's files is its training pictures; `test_batch.bin` or `test.bin` is opened by its own name.
 *
 * The labels of `NAME-images-idx3-ubyte` are looked for in `NAME-labels-idx1-ubyte`, `.gz` or not.
 *
 * @throws {RangeError} If the path is none of these, `shard` is out of its range, or what the function it is for throws.
 *
 * @example
 * const source = await openSource(process.argv[2] ?? "./photos");
 */
export async function openSource(
  path: string,
  { labels = false, savedIndex, shard }: OpenSourceOptions = {},
): Promise<Source> {
  return shardOf("openSource", await openWhole(path, labels, savedIndex), shard);
}

async function openWhole(path: string, labels: boolean, savedIndex?: boolean): Promise<Source> {
  if (/\.npz#/i.test(path)) return openNumpy(path, labels); // one of its arrays: no path of a file
  if ((await requirePath("openSource", path)).isDirectory()) {
    return openFolder(path, labels, savedIndex);
  }
  if (/\.tar$/i.test(path)) return tarShards(path, { labels, savedIndex });
  if (IDX_IMAGES.test(path)) {
    return idxFiles({ images: path, labels: labels ? labelsBeside(path) : undefined });
  }
  if (isVideoName(path)) return openVideo(path, labels);
  const table = await openTable(path, labels);
  if (table !== undefined) return table;
  throw new RangeError(`openSource: path must be ${ACCEPTED}; got the file "${path}".`);
}

async function openFolder(path: string, labels: boolean, savedIndex?: boolean): Promise<Source> {
  const names = await readdir(path);
  const shards = sortedByBytes(names.filter((name) => /^[^.].*\.tar$/i.test(name)));
  const pictures = await listPictures("openSource", path, savedIndex);
  const count = pictures.names.length;
  if (count > 0 && shards.length > 0) {
    throw new RangeError(
      `openSource: a folder must hold pictures or .tar shards; got ${count} pictures and ${shards.length} shards in "${path}". Name the shard, or move one kind away.`,
    );
  }
  const [parquet] = parquetNames(names);
  if (parquet !== undefined && count + shards.length > 0) {
    throw new RangeError(
      `openSource: a folder must hold pictures, .tar shards or .parquet files; got "${parquet}" beside ${count} pictures and ${shards.length} shards in "${path}". Name it, or move one kind away.`,
    );
  }
  if (count > 0) return folderSource(path, pictures, labels);
  if (shards.length > 0) {
    return tarShards(
      shards.map((name) => join(path, name)),
      { labels, savedIndex },
    );
  }
  const tables = await openTableFolder(path, names, labels);
  if (tables !== undefined) return tables;
  const videos = await namedFiles("openSource", path, isVideoName);
  if (videos.size > 0) return openVideo(path, labels);
  const one = names.find((name) => IDX_IMAGES.test(name)) ?? firstTable(names);
  throw new RangeError(
    one === undefined
      ? `openSource: path must be ${ACCEPTED}; got the folder "${path}" with none of them in it.`
      : `openSource: path must be ${ACCEPTED}; got the folder "${path}" with files in it that are opened one by one. Name one, such as "${join(path, one)}".`,
  );
}

async function openVideo(path: string, labels: boolean): Promise<Source> {
  if (!labels) return videoFrames(path);
  throw new RangeError(
    `openSource: labels must be left out for video, which has none; got labels for "${path}". For temporal segments, use videoFrames.`,
  );
}

function labelsBeside(path: string): string {
  const name = basename(path).replace(IDX_IMAGES, "labels$1idx1-ubyte");
  const candidates = [name, `${name}.gz`].map((each) => join(dirname(path), each));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) {
    throw new RangeError(
      `openSource: with labels, "${path}" must have its labels beside it; got neither "${candidates[0]}" nor "${candidates[1]}".`,
    );
  }
  return found;
}
