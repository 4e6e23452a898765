import { createHash } from "node:crypto";
import { checkIndex } from "../sources/check-index.ts";
import { fingerprint } from "../sources/fingerprint.ts";
import { type AnnotatedPicture, annotatedPictures } from "./annotated-pictures.ts";
import { type ClassMap, readClassMap } from "./class-map.ts";
import type { PictureChoice } from "./picture-choice.ts";
import { type VocPlaces, vocFolders } from "./voc-folders.ts";
import { vocObjects } from "./voc-objects.ts";
import { type VocPicture, vocPictures } from "./voc-pictures.ts";
import type { VocSource } from "./voc-source.ts";

export type VocDetectionOptions = VocPlaces &
  PictureChoice & {
    /**
     * Names of the categories, in the order of their numbers. Default: VOC's 20, if all objects are of
     * them, else the names found, in the order of their bytes: then give them where splits must agree.
     */
    readonly categories?: readonly string[];
  };

/**
 * The pictures of a set in PASCAL VOC's format, with boxes of objects and maps of classes.
 *
 * The order is that of the split's list; without one, all pictures in the order of their names' bytes.
 * VOC counts pixels from 1 and its boxes hold both ends: left is xmin − 1, width is xmax − xmin + 1, so
 * that a box from 1 to the picture's width is the whole width. Boxes that reach over their picture's
 * border are cut off there; those without a pixel in it are left out: `description` counts both. A
 * picture without an XML file has no objects. What is inside `part` and `actions` is not read.
 *
 * @throws {RangeError} If a folder or list does not exist, an XML file is damaged or an object has no
 *   name or box, a picture is absent (unless left out), or an object is of no category that is given; the
 *   message names the file.
 *
 * @see Everingham et al., The PASCAL Visual Object Classes (VOC) Challenge, IJCV 2010; the 2012
 *   development kit, http://host.robots.ox.ac.uk/pascal/VOC/voc2012/htmldoc/
 *
 * @example
 * const voc = await vocDetection({ root: "VOCdevkit/VOC2012", split: "train" });
 * for (const { box, category } of voc.annotations(0)) console.log(voc.categories[category], box);
 */
export async function vocDetection(options: VocDetectionOptions): Promise<VocSource> {
  const { absent, unannotated = "keep", categories: given } = options;
  const folders = await vocFolders("vocDetection", options);
  const { pictures: found, absentCount } = await vocPictures("vocDetection", folders, absent);
  const { categories, objects, clipped, dropped } = vocObjects("vocDetection", found, given);
  const all = found.map((picture, at) => ({ ...picture, objects: objects[at] ?? [] }));
  const used = unannotated === "keep" ? all : all.filter((one) => one.objects.length > 0);
  if (used.length === 0) {
    throw new RangeError(
      `vocDetection: there must be at least one picture${unannotated === "keep" ? "" : " with an object"}; got none in "${folders.images}".`,
    );
  }
  const print = printOf(used);
  const source = annotatedPictures({
    pictures: used.map(
      ({ name, stem, path, size, objects }): AnnotatedPicture => ({
        key: name,
        path,
        id: stem,
        size,
        objects,
      }),
    ),
    categories,
    categoryIds: categories,
    fingerprint: print,
    description: {
      kind: "voc",
      ...folders,
      pictures: used.length,
      objects: used.reduce((sum, one) => sum + one.objects.length, 0),
      categories: categories.length,
      clipped,
      dropped,
      absent: absentCount,
      unannotated: objects.filter((of) => of.length === 0).length,
      fingerprint: print,
    },
  });
  return {
    ...source,
    segmentation: async (index) =>
      segmentationOf(used[checkIndex("VocSource.segmentation", index, used.length)] as VocPicture),
  };
}

/** Of the pictures' names and sizes, what their XML files hold, and which have class maps. */
function printOf(pictures: readonly VocPicture[]): string {
  const hash = createHash("sha256");
  hash.update(fingerprint(pictures.map(({ name, bytes }) => [name, bytes])));
  for (const { file, map } of pictures) {
    hash.update(file?.bytes ?? "").update(map === undefined ? "\0" : "\0map\0");
  }
  return `sha256:${hash.digest("hex")}`;
}

async function segmentationOf({ map, size }: VocPicture): Promise<ClassMap | undefined> {
  if (map === undefined) return undefined;
  const classMap = await readClassMap("VocSource.segmentation", map);
  if (classMap.width !== size.width || classMap.height !== size.height) {
    throw new RangeError(
      `VocSource.segmentation: "${map}" must be ${size.width} x ${size.height}, as its picture; got ${classMap.width} x ${classMap.height}.`,
    );
  }
  return classMap;
}
