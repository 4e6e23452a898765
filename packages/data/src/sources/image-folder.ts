import { join } from "node:path";
import { sortedByBytes } from "./byte-order.ts";
import { defineSource } from "./define-source.ts";
import { type FoundFile, findFiles } from "./find-files.ts";
import { fingerprint } from "./fingerprint.ts";
import { isPictureName, PICTURE_FORMATS } from "./picture-extensions.ts";
import { requireFolder } from "./require-path.ts";
import type { Source } from "./source.ts";

export interface ImageFolderOptions {
  /**
   * Whether the first-level sub-folder that a picture is in is its class; classes are numbered in
   * the order of their names' bytes. Default false: sub-folders are only places.
   */
  readonly labels?: boolean;
}

/**
 * The pictures in a folder and all folders below it, ordered by the bytes of their paths.
 *
 * Files are found by extension (.jpg .jpeg .jpe .jfif .png .webp .gif .avif .tif .tiff, in any case)
 * and decoded by content. Names that begin with a dot are left out, links are followed.
 *
 * @throws {RangeError} If path is not a folder, holds no picture, or labels are asked for and a
 *   picture lies beside the class folders instead of in one.
 *
 * @example
 * const photos = await imageFolder("./photos");
 */
export async function imageFolder(
  path: string,
  { labels = false }: ImageFolderOptions = {},
): Promise<Source> {
  await requireFolder("imageFolder", path);
  const files = await findFiles(path, isPictureName);
  if (files.length === 0) {
    throw new RangeError(
      `imageFolder: path must contain at least one picture (${PICTURE_FORMATS}); got none in "${path}" and the folders below it.`,
    );
  }
  return folderSource(path, files, labels);
}

/** The source of these files, at least one, below a folder. */
export function folderSource(path: string, files: readonly FoundFile[], labels: boolean): Source {
  const sizes = new Map(files.map(({ name, size }) => [name, size]));
  const names = sortedByBytes(sizes.keys());
  const labelled: Pick<Source, "labels" | "classes"> = labels ? labelsFromFolders(path, names) : {};
  const print = fingerprint(names.map((name) => [name, sizes.get(name) ?? -1]));
  const name = (index: number): string => names[index] as string; // defineSource checks the index
  return defineSource({
    ...labelled,
    length: names.length,
    fingerprint: print,
    description: {
      kind: "folder",
      path,
      pictures: names.length,
      classes: labelled.classes?.length,
      fingerprint: print,
    },
    key: name,
    locate: (index) => ({ kind: "file", path: join(path, name(index)) }),
  });
}

function labelsFromFolders(
  path: string,
  names: readonly string[],
): { labels: Int32Array; classes: string[] } {
  const outside = names.filter((name) => !name.includes("/"));
  if (outside.length > 0) {
    const inside = names.length - outside.length;
    throw new RangeError(
      `imageFolder: with labels, every picture must be in a sub-folder named after its class; got ${inside} in sub-folders and ${outside.length} directly in "${path}" (the first is "${outside[0]}"). Move them into class folders, or leave labels out.`,
    );
  }
  const folders = names.map((name) => name.slice(0, name.indexOf("/")));
  const classes = sortedByBytes(new Set(folders));
  const numbers = new Map(classes.map((name, number) => [name, number]));
  return { labels: Int32Array.from(folders, (folder) => numbers.get(folder) ?? -1), classes };
}
