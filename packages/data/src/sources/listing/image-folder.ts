import { createHash } from "node:crypto";
import { join } from "node:path";
import { defineSource } from "../define-source.ts";
import { requireFolder } from "../require-path.ts";
import type { Source } from "../source.ts";
import { type ShardOption, shardOf } from "../subset-shard.ts";
import type { FoundFiles } from "./find-files.ts";
import { PICTURE_FORMATS } from "./picture-extensions.ts";
import { nameText, type PictureNames } from "./picture-names.ts";
import { listPictures } from "./saved-index-folder.ts";

export interface ImageFolderOptions {
  /**
   * Whether the first-level sub-folder that a picture is in is its class; classes are numbered in
   * the order of their names' bytes. Default false: sub-folders are only places.
   */
  readonly labels?: boolean;
  /**
   * Whether the list is saved in `$XDG_CACHE_HOME/unlabeled/index` (or `~/.cache/…`), and taken from
   * there while nothing has changed: every folder must have its time of change, which each file added,
   * removed, renamed or replaced alters, and 50,000 of the files, spread evenly, their size and time.
   * Default: from 10,000 pictures on, where that folder can be written.
   */
  readonly savedIndex?: boolean;
  /** The part for one of `count` processes: pictures `index`, `index + count`, … Default: all. */
  readonly shard?: ShardOption;
}

/**
 * The pictures in a folder and all folders below it, ordered by the bytes of their paths.
 *
 * Files are found by extension (.jpg .jpeg .jpe .jfif .png .webp .gif .avif .tif .tiff, in any case)
 * and decoded by content. Names that begin with a dot are left out, links are followed, pipes and
 * devices are no pictures. A name is bytes; in keys, a byte that is no UTF-8 is shown as `\xff`.
 *
 * @throws {RangeError} If path is not a folder, holds no picture or a folder that cannot be listed,
 *   labels are asked for and a picture lies beside the class folders instead of in one, or `shard` is
 *   out of its range.
 *
 * @example
 * const photos = await imageFolder("./photos");
 */
export async function imageFolder(
  path: string,
  { labels = false, savedIndex, shard }: ImageFolderOptions = {},
): Promise<Source> {
  await requireFolder("imageFolder", path);
  const files = await listPictures("imageFolder", path, savedIndex);
  if (files.names.length === 0) {
    throw new RangeError(
      `imageFolder: path must contain at least one picture (${PICTURE_FORMATS}); got none in "${path}" and the folders below it.`,
    );
  }
  return shardOf("imageFolder", folderSource(path, files, labels), shard);
}

/** The source of these files, at least one, below a folder. */
export function folderSource(path: string, { names, sizes }: FoundFiles, labels: boolean): Source {
  const { length } = names;
  const labelled: Pick<Source, "labels" | "classes"> = labels ? labelsFromFolders(path, names) : {};
  const print = fingerprintOf(names, sizes);
  const base = Buffer.from(join(path, "/"));
  return defineSource({
    ...labelled,
    length,
    fingerprint: print,
    description: {
      kind: "folder",
      path,
      pictures: length,
      classes: labelled.classes?.length,
      fingerprint: print,
    },
    key: (index) => names.text(index), // defineSource checks the index
    locate: (index) => ({
      kind: "file",
      path: join(path, names.text(index)),
      pathBytes: names.isText(index) ? undefined : Buffer.concat([base, names.bytes(index)]),
      listed: (sizes[index] as number) >= 0,
    }),
  });
}

/** As `fingerprint`, over the bytes of the names. */
function fingerprintOf(names: PictureNames, sizes: Float64Array): string {
  const hash = createHash("sha256");
  for (let index = 0; index < names.length; index++) {
    hash.update(`${names.latin1(index)}\0${sizes[index]}\n`, "latin1");
  }
  return `sha256:${hash.digest("hex")}`;
}

function labelsFromFolders(
  path: string,
  names: PictureNames,
): { labels: Int32Array; classes: string[] } {
  const labels = new Int32Array(names.length);
  const met: string[] = []; // in the order of the paths; "a-b" goes before "a" there, as "-" before "/"
  const outside: number[] = [];
  for (let index = 0; index < names.length; index++) {
    const name = names.latin1(index);
    const folder = name.slice(0, name.indexOf("/"));
    if (!name.includes("/")) outside.push(index);
    else if (folder !== met.at(-1)) met.push(folder);
    labels[index] = met.length - 1;
  }
  if (outside.length > 0) {
    const inside = names.length - outside.length;
    throw new RangeError(
      `imageFolder: with labels, every picture must be in a sub-folder named after its class; got ${inside} in sub-folders and ${outside.length} directly in "${path}" (the first is "${names.text(outside[0] as number)}"). Move them into class folders, or leave labels out.`,
    );
  }
  const sorted = met.toSorted();
  const places = new Map(sorted.map((folder, place) => [folder, place]));
  const placeOf = met.map((folder) => places.get(folder) as number);
  return {
    labels: labels.map((number) => placeOf[number] as number),
    classes: sorted.map((folder) => nameText(Buffer.from(folder, "latin1"))),
  };
}
