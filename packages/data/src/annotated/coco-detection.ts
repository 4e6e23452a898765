import { createHash } from "node:crypto";
import { join } from "node:path";
import { fingerprint } from "../sources/fingerprint.ts";
import { namedFiles } from "../sources/listing/named-files.ts";
import { requireFile, requireFolder } from "../sources/require-path.ts";
import { type AnnotatedPicture, annotatedPictures } from "./annotated-pictures.ts";
import type { AnnotatedSource, PictureSize } from "./annotated-source.ts";
import { readCocoFile } from "./coco-file.ts";
import { type CocoImage, cocoCategories, cocoImages, idText } from "./coco-lists.ts";
import { cocoObjects } from "./coco-objects.ts";
import { leaveOut, type PictureChoice } from "./picture-choice.ts";
import { pictureSize } from "./picture-size.ts";

export interface CocoDetectionOptions extends PictureChoice {
  /** Folder of the pictures, such as `train2017`; `file_name` is a path below it. */
  readonly images: string;
  /** The file of annotations, such as `instances_train2017.json`; at most some 512 MiB. */
  readonly annotations: string;
}

/**
 * The pictures that a file in COCO's format lists, in its order, with boxes and outlines of objects.
 *
 * A file without annotations (COCO's test and unlabeled sets) gives pictures without objects. Categories
 * are numbered from 0 in the order of their ids. Ids may be numbers or texts, 7 and "7" are one. Boxes
 * that reach over their picture's border are cut off there; those without a pixel in it, COCO has two,
 * are left out: `description` counts both. Files in the folder that are not listed are not used. A file
 * of 340 MB with 860,000 outlines took 1.6 GB while it was read, of which 0.6 GB stay.
 *
 * Boxes are in pixels of the upright picture, which is what people saw who drew them and what `read`
 * gives. Where a file's boxes go by the stored picture of a camera held sideways (EXIF), `read` refuses
 * the picture if its sides differ from those stated; a picture upside down it cannot tell.
 *
 * @throws {RangeError} If a path does not exist, the file is no COCO file or too large, a picture that
 *   it lists is absent (unless left out), or an annotation has no box or another's ids; the message names
 *   the id.
 *
 * @see Lin et al., Microsoft COCO: Common Objects in Context, ECCV 2014; https://cocodataset.org/#format-data
 *
 * @example
 * const coco = await cocoDetection({ images: "val2017", annotations: "annotations/instances_val2017.json" });
 * for (const { box, category } of coco.annotations(0)) console.log(coco.categories[category], box);
 */
export async function cocoDetection(options: CocoDetectionOptions): Promise<AnnotatedSource> {
  const { images, annotations, absent = "refuse", unannotated = "keep" } = options;
  await requireFolder("cocoDetection", images);
  await requireFile("cocoDetection", annotations);
  const file = await readCocoFile(annotations);
  const categories = cocoCategories(annotations, file.categories);
  const listed = cocoImages(annotations, file.images);
  const names = new Set(Array.from(listed.values(), ({ name }) => name));
  const byteCounts = await namedFiles("cocoDetection", images, (name) => names.has(name));
  const present = leaveOut("cocoDetection", absent, [...listed.values()], {
    isMissing: ({ name }) => !byteCounts.has(name),
    shown: ({ name, id }) => `"${name}", id ${id}`,
    folder: images,
  });
  const sizes = new Map<string, PictureSize>();
  for (const { id, name, size } of present) {
    sizes.set(idText(id), size ?? (await pictureSize("cocoDetection", join(images, name))));
  }
  const numbers = new Map(categories.map(({ id }, number) => [idText(id), number]));
  const objects = cocoObjects(annotations, file.annotations, listed, sizes, numbers);
  const all = present.map((image) => annotated(image, images, sizes, objects.byImage));
  const pictures = unannotated === "keep" ? all : all.filter((one) => one.objects.length > 0);
  if (pictures.length === 0) {
    throw new RangeError(
      `cocoDetection: annotations must list at least one picture${unannotated === "keep" ? "" : " with an object"}; got none in "${annotations}".`,
    );
  }
  const entries = pictures.map(({ key }) => [key, byteCounts.get(key) ?? -1] as const);
  const digest = createHash("sha256").update(fingerprint(entries)).update(file.digest);
  const print = `sha256:${digest.digest("hex")}`;
  return annotatedPictures({
    pictures,
    categories: categories.map(({ name }) => name),
    categoryIds: categories.map(({ id }) => id),
    fingerprint: print,
    description: {
      kind: "coco",
      images,
      annotations,
      pictures: pictures.length,
      objects: pictures.reduce((sum, one) => sum + one.objects.length, 0),
      categories: categories.length,
      clipped: objects.clipped,
      dropped: objects.dropped,
      absent: listed.size - present.length,
      unannotated: all.filter((one) => one.objects.length === 0).length,
      fingerprint: print,
    },
  });
}

function annotated(
  { id, name }: CocoImage,
  folder: string,
  sizes: ReadonlyMap<string, PictureSize>,
  objects: ReadonlyMap<string, AnnotatedPicture["objects"]>,
): AnnotatedPicture {
  return {
    key: name,
    path: join(folder, name),
    id,
    size: sizes.get(idText(id)) as PictureSize, // of every picture that is present
    objects: objects.get(idText(id)) ?? [],
  };
}
