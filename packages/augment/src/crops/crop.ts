import type { RandomStream } from "@unlabeled/core";

/** A rectangle of whole pixels inside a picture. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** From the smallest to the largest. */
export type Range = readonly [number, number];

export interface CropRange {
  /** Share of the picture's area, in (0, 1]. */
  readonly area: Range;
  /** Width / height, > 0. */
  readonly aspect: Range;
}

/** Draws a crop of a picture of that size: always at least one pixel, always inside. */
export type CropSampler = (
  size: { readonly width: number; readonly height: number },
  range: CropRange,
  random: RandomStream,
) => Crop;
