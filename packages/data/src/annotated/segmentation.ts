/**
 * The outline of an object as COCO's files write it: polygons `[x0, y0, x1, y1, …]` in pixels, whose
 * union is the object, or runs of pixels.
 */
export type Segmentation = readonly (readonly number[])[] | RunLengths;

/** Runs of pixels, outside and inside in turn, down the columns from the left, outside first. */
export interface RunLengths {
  /** Height and width, pixels. */
  readonly size: readonly [height: number, width: number];
  /** The runs' lengths, or COCO's packed text of them. */
  readonly counts: readonly number[] | string;
}
