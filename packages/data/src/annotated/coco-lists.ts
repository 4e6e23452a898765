import type { AnnotationId, PictureSize } from "./annotated-source.ts";
import { statedSize } from "./picture-size.ts";

/** A picture that a COCO file lists. */
export interface CocoImage {
  readonly id: AnnotationId;
  /** Below the folder of pictures. */
  readonly name: string;
  /** Absent where the file does not state it. */
  readonly size?: PictureSize;
}

/** Whether ids are equal: 7 and "7" are, since files mix the two. */
export function idText(id: AnnotationId): string {
  return String(id);
}

/**
 * The pictures that a COCO file lists, in its order, by id.
 *
 * @throws {RangeError} If one has no id or file_name, or an id occurs twice.
 */
export function cocoImages(path: string, images: readonly unknown[]): Map<string, CocoImage> {
  const byId = new Map<string, CocoImage>();
  for (const [at, image] of images.entries()) {
    const { id, file_name: name, width, height } = (image ?? {}) as Record<string, unknown>;
    if (!isId(id) || typeof name !== "string" || name === "") {
      throw new RangeError(
        `cocoDetection: an entry of images must have an id and a file_name; got ${shown(image)} at ${at} in "${path}".`,
      );
    }
    checkNew(path, "images", id, byId);
    const size = statedSize(width, height);
    byId.set(idText(id), { id, name: name.replace(/^(\.\/)+/, ""), size });
  }
  return byId;
}

/** A category that a COCO file lists. */
export interface CocoCategory {
  readonly id: AnnotationId;
  readonly name: string;
}

/**
 * The categories that a COCO file lists, in the order of their ids: numbers first, in their order.
 *
 * @throws {RangeError} If one has no id or name, or an id occurs twice.
 */
export function cocoCategories(path: string, categories: readonly unknown[]): CocoCategory[] {
  const byId = new Map<string, CocoCategory>();
  for (const [at, category] of categories.entries()) {
    const { id, name } = (category ?? {}) as Record<string, unknown>;
    if (!isId(id) || typeof name !== "string") {
      throw new RangeError(
        `cocoDetection: an entry of categories must have an id and a name; got ${shown(category)} at ${at} in "${path}".`,
      );
    }
    checkNew(path, "categories", id, byId);
    byId.set(idText(id), { id, name });
  }
  return [...byId.values()].sort((a, b) => compareIds(a.id, b.id));
}

/** Whether a value can be an id. */
export function isId(value: unknown): value is AnnotationId {
  return Number.isFinite(value) || (typeof value === "string" && value !== "");
}

/** An entry for a message. */
export function shown(entry: unknown): string {
  const text = JSON.stringify(entry) ?? "nothing";
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function checkNew(
  path: string,
  list: string,
  id: AnnotationId,
  known: ReadonlyMap<string, unknown>,
): void {
  if (!known.has(idText(id))) return;
  throw new RangeError(
    `cocoDetection: ids of ${list} must differ; got id ${id} twice in "${path}".`,
  );
}

function compareIds(a: AnnotationId, b: AnnotationId): number {
  const [x, y] = [Number(a), Number(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  if (!Number.isNaN(x)) return -1;
  if (!Number.isNaN(y)) return 1;
  return Buffer.compare(Buffer.from(idText(a)), Buffer.from(idText(b)));
}
