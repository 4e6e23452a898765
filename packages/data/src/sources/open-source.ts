import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { sortedByBytes } from "./byte-order.ts";
import { findFiles } from "./find-files.ts";
import { idxFiles } from "./idx-files.ts";
import { folderSource } from "./image-folder.ts";
import { isPictureName, PICTURE_FORMATS } from "./picture-extensions.ts";
import { requirePath } from "./require-path.ts";
import type { Source } from "./source.ts";
import { tarShards } from "./tar-shards.ts";

export interface OpenSourceOptions {
  /**
   * Whether labels are read: of a folder, its first-level sub-folders; of tar shards, `key.cls` or
   * `key.txt`; of an IDX file, the labels file beside it. Default false.
   */
  readonly labels?: boolean;
}

const ACCEPTED = `a folder of pictures (${PICTURE_FORMATS}), a folder of .tar shards, a .tar shard, or an IDX file of pictures (NAME-images-idx3-ubyte, also .gz)`;
const IDX_IMAGES = /images([-.])idx3-ubyte(\.gz)?$/;

/**
 * Opens what lies at a path: `imageFolder`, `tarShards` or `idxFiles`, whichever it is for.
 *
 * The labels of `NAME-images-idx3-ubyte` are looked for in `NAME-labels-idx1-ubyte`, `.gz` or not.
 *
 * @throws {RangeError} If the path is none of these, or what the function it is for throws.
 *
 * @example
 * const source = await openSource(process.argv[2] ?? "./photos");
 */
export async function openSource(
  path: string,
  { labels = false }: OpenSourceOptions = {},
): Promise<Source> {
  if ((await requirePath("openSource", path)).isDirectory()) return openFolder(path, labels);
  if (/\.tar$/i.test(path)) return tarShards(path, { labels });
  if (IDX_IMAGES.test(path)) {
    return idxFiles({ images: path, labels: labels ? labelsBeside(path) : undefined });
  }
  throw new RangeError(`openSource: path must be ${ACCEPTED}; got the file "${path}".`);
}

async function openFolder(path: string, labels: boolean): Promise<Source> {
  const names = await readdir(path);
  const shards = sortedByBytes(names.filter((name) => /^[^.].*\.tar$/i.test(name)));
  const pictures = await findFiles(path, isPictureName);
  if (pictures.length > 0 && shards.length > 0) {
    throw new RangeError(
      `openSource: a folder must hold pictures or .tar shards; got ${pictures.length} pictures and ${shards.length} shards in "${path}". Name the shard, or move one kind away.`,
    );
  }
  if (pictures.length > 0) return folderSource(path, pictures, labels);
  if (shards.length > 0) {
    return tarShards(
      shards.map((name) => join(path, name)),
      { labels },
    );
  }
  const idx = names.find((name) => IDX_IMAGES.test(name));
  throw new RangeError(
    idx === undefined
      ? `openSource: path must be ${ACCEPTED}; got the folder "${path}" with none of them in it.`
      : `openSource: path must be ${ACCEPTED}; got the folder "${path}" with IDX files in it. Name one of them, such as "${join(path, idx)}".`,
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
