import type { Source } from "../sources/source.ts";
import type { ObjectAnnotation } from "./object-annotation.ts";

/** What an annotation file calls a picture or a category by, as it stands there. */
export type AnnotationId = number | string;

/** Pictures with the objects in them. */
export interface AnnotatedSource extends Source {
  /** Names of the categories; an annotation's category is an index into them. */
  readonly categories: readonly string[];
  /** What the file calls each category: COCO's ids, which have gaps; in VOC the names. */
  readonly categoryIds: readonly AnnotationId[];
  /** What the file calls each picture: COCO's ids; in VOC the names without extension. */
  readonly imageIds: readonly AnnotationId[];
  /**
   * The picture's objects, in the file's order; none where there is no annotation.
   *
   * @throws {RangeError} If index is not an integer in [0, length).
   */
  annotations(index: number): readonly ObjectAnnotation[];
  /**
   * The picture's sides in pixels as the annotations state them; `read` insists on them.
   *
   * @throws {RangeError} If index is not an integer in [0, length).
   */
  size(index: number): PictureSize;
}

/** Sides of a picture, pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}
