import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { requireFolder } from "../sources/require-path.ts";

/** Where the parts of a VOC set are. */
export interface VocFolders {
  readonly images: string;
  readonly annotations: string;
  /** Absent where the set has none. */
  readonly segmentations?: string;
  /** The file that lists the split's pictures; absent where all are used. */
  readonly list?: string;
}

/** As `VOCdevkit/VOC2012` has them, or named one by one. */
export type VocPlaces =
  | {
      /** The folder with `JPEGImages` and `Annotations` in it, such as `VOCdevkit/VOC2012`. */
      readonly root: string;
      /** A list in `ImageSets/Main`, such as `train`, or in `ImageSets`, such as `Segmentation/val`. */
      readonly split?: string;
    }
  | {
      /** Folder of the pictures. */
      readonly images: string;
      /** Folder of the XML files, each named for its picture. */
      readonly annotations: string;
      /** Folder of the class maps (PNG), each named for its picture. Default: none. */
      readonly segmentations?: string;
      /** A text file with the name of a picture, without extension, a line. */
      readonly split?: string;
    };

/** @throws {RangeError} If a folder or the list is not there. */
export async function vocFolders(caller: string, places: VocPlaces): Promise<VocFolders> {
  const folders = "root" in places ? await foldersOfRoot(caller, places) : named(places);
  await requireFolder(caller, folders.images);
  await requireFolder(caller, folders.annotations);
  if (folders.segmentations !== undefined) await requireFolder(caller, folders.segmentations);
  if (folders.list !== undefined && !existsSync(folders.list)) {
    throw new RangeError(
      `${caller}: split must be a list of pictures; got "${places.split}", but "${folders.list}" does not exist.`,
    );
  }
  return folders;
}

/**
 * The names that a list gives, in its order. A line's first word is the name; the ±1 that VOC's lists
 * of one class go on with is not read.
 *
 * @throws {RangeError} If it gives a name twice, or none.
 */
export async function vocList(caller: string, path: string): Promise<string[]> {
  const lines = (await readFile(path, "utf8")).replace(/^\ufeff/, "").split(/\r?\n/);
  const names = lines
    .map((line) => line.trim().split(/\s+/)[0] ?? "")
    .filter((name) => name !== "");
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (names.length === 0 || twice !== undefined) {
    throw new RangeError(
      `${caller}: "${path}" must list pictures, each once; got ${twice === undefined ? "none" : `"${twice}" twice`}.`,
    );
  }
  return names;
}

async function foldersOfRoot(
  caller: string,
  { root, split }: Extract<VocPlaces, { root: string }>,
): Promise<VocFolders> {
  await requireFolder(caller, root);
  const [images, annotations] = [join(root, "JPEGImages"), join(root, "Annotations")];
  if (!existsSync(images) || !existsSync(annotations)) {
    throw new RangeError(
      `${caller}: root must hold JPEGImages and Annotations, as VOCdevkit/VOC2012 does; got "${root}" without ${existsSync(images) ? "Annotations" : "JPEGImages"}. Name that folder, or pass images and annotations.`,
    );
  }
  const segmentations = join(root, "SegmentationClass");
  const within = split?.includes("/") ? split : `Main/${split}`;
  return {
    images,
    annotations,
    segmentations: existsSync(segmentations) ? segmentations : undefined,
    list: split === undefined ? undefined : join(root, "ImageSets", `${within}.txt`),
  };
}

function named(places: Extract<VocPlaces, { images: string }>): VocFolders {
  const { images, annotations, segmentations, split } = places;
  return { images, annotations, segmentations, list: split };
}
