import type { AnnotatedSource } from "./annotated-source.ts";
import type { ClassMap } from "./class-map.ts";

/** Pictures of a set in PASCAL VOC's format. */
export interface VocSource extends AnnotatedSource {
  /**
   * Reads the class of each pixel: 0 is background, c + 1 category c of VOC's own, 255 is not counted.
   *
   * @returns Undefined for a picture that has no class map.
   * @throws {RangeError} If index is not an integer in [0, length), or the map is damaged or of other
   *   sides than the picture.
   */
  segmentation(index: number): Promise<ClassMap | undefined>;
}
