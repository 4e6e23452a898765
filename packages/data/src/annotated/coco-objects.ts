import type { AnnotationId, PictureSize } from "./annotated-source.ts";
import { clipBox } from "./clip-box.ts";
import { type CocoImage, idText, isId, shown } from "./coco-lists.ts";
import type { ObjectAnnotation, PixelBox } from "./object-annotation.ts";
import type { Segmentation } from "./segmentation.ts";

/** The objects of a COCO file by the id of their picture, and what had to be done to their boxes. */
export interface CocoObjects {
  readonly byImage: ReadonlyMap<string, readonly ObjectAnnotation[]>;
  /** Boxes that reached over their picture's border, cut off at it. */
  readonly clipped: number;
  /** Boxes without a pixel in their picture, left out. */
  readonly dropped: number;
}

/**
 * The objects that a COCO file lists.
 *
 * @param listed - All pictures that the file lists, by id.
 * @param sizes - Sides of those that are used, by id; objects of others are passed over.
 * @param categories - The index of each category, by id.
 * @throws {RangeError} If an annotation has no box, or is of a picture or category not listed.
 */
export function cocoObjects(
  path: string,
  annotations: readonly unknown[],
  listed: ReadonlyMap<string, CocoImage>,
  sizes: ReadonlyMap<string, PictureSize>,
  categories: ReadonlyMap<string, number>,
): CocoObjects {
  const byImage = new Map<string, ObjectAnnotation[]>();
  let [clipped, dropped] = [0, 0];
  for (const annotation of annotations) {
    const entry = (annotation ?? {}) as Record<string, unknown>;
    const image = known(path, entry, "image_id", "images", listed);
    const category = known(path, entry, "category_id", "categories", categories);
    const box = boxOf(path, entry);
    const size = sizes.get(image);
    if (size === undefined) continue;
    const inside = clipBox(box, size);
    if (inside === undefined) {
      dropped++;
      continue;
    }
    if (inside !== box) clipped++;
    const object = objectOf(entry, categories.get(category) as number, inside);
    const objects = byImage.get(image);
    if (objects === undefined) byImage.set(image, [object]);
    else objects.push(object);
  }
  return { byImage, clipped, dropped };
}

function known(
  path: string,
  entry: Record<string, unknown>,
  field: "image_id" | "category_id",
  list: string,
  ids: ReadonlyMap<string, unknown>,
): string {
  const id = entry[field];
  if (isId(id) && ids.has(idText(id))) return idText(id);
  throw new RangeError(
    `cocoDetection: ${field} must be an id in ${list}; got ${shown(id)} in annotation ${name(entry)} of "${path}".`,
  );
}

function boxOf(path: string, entry: Record<string, unknown>): PixelBox {
  const { bbox } = entry;
  if (!Array.isArray(bbox) || bbox.length !== 4 || !bbox.every(Number.isFinite)) {
    throw new RangeError(
      `cocoDetection: bbox must be [left, top, width, height]; got ${shown(bbox)} in annotation ${name(entry)} of "${path}".`,
    );
  }
  const [left, top, width, height] = bbox as [number, number, number, number];
  return { left, top, width, height };
}

function objectOf(
  { area, iscrowd, segmentation }: Record<string, unknown>,
  category: number,
  box: PixelBox,
): ObjectAnnotation {
  const isOutlined = Array.isArray(segmentation)
    ? segmentation.length > 0
    : typeof segmentation === "object" && segmentation !== null;
  return {
    box,
    category,
    crowd: Number(iscrowd ?? 0) === 1,
    difficult: false,
    area: Number.isFinite(area) ? (area as number) : box.width * box.height,
    ...(isOutlined && { segmentation: segmentation as Segmentation }), // checked when it is decoded
  };
}

function name({ id }: Record<string, unknown>): AnnotationId {
  return isId(id) ? id : "without an id";
}
