import type { Segmentation } from "./segmentation.ts";

/** A box in pixels of the decoded picture: the picture itself is { left: 0, top: 0, width, height }. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  /** > 0. */
  readonly width: number;
  /** > 0. */
  readonly height: number;
}

/** An object that people marked in a picture. */
export interface ObjectAnnotation {
  /** Inside the picture. */
  readonly box: PixelBox;
  /** Index into the source's categories. */
  readonly category: number;
  /** COCO: a group of objects in one box, which detectors are not scored on. False in VOC. */
  readonly crowd: boolean;
  /** VOC: hard to recognise, and not scored. False in COCO. */
  readonly difficult: boolean;
  /** Pixels: of the object's outline where the file states it (COCO), else of the box. */
  readonly area: number;
  /** COCO's outline, for `decodeMask`; absent where there is none. */
  readonly segmentation?: Segmentation;
}
