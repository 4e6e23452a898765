import { clipBox } from "./clip-box.ts";
import type { ObjectAnnotation } from "./object-annotation.ts";
import { categoriesOf } from "./voc-categories.ts";
import type { VocPicture } from "./voc-pictures.ts";

/** The objects of a VOC set, and what had to be done to their boxes. */
export interface VocObjects {
  readonly categories: readonly string[];
  /** Of each picture. */
  readonly objects: readonly (readonly ObjectAnnotation[])[];
  /** Boxes that reached over their picture's border, cut off at it. */
  readonly clipped: number;
  /** Boxes without a pixel in their picture, left out. */
  readonly dropped: number;
}

/**
 * @param given - Names of the categories. Default: VOC's own, or else the names found.
 * @throws {RangeError} If an object is of none of the categories given.
 */
export function vocObjects(
  caller: string,
  pictures: readonly VocPicture[],
  given: readonly string[] | undefined,
): VocObjects {
  const found = new Set(
    pictures.flatMap(({ file }) => file?.objects.map(({ name }) => name) ?? []),
  );
  const categories = given ?? categoriesOf(found);
  const numbers = new Map(categories.map((name, number) => [name, number]));
  let [clipped, dropped] = [0, 0];
  const objects = pictures.map(({ stem, file, size }) => {
    const inside: ObjectAnnotation[] = [];
    for (const { name, box: whole, difficult } of file?.objects ?? []) {
      const category = numbers.get(name);
      if (category === undefined) {
        throw new RangeError(
          `${caller}: categories must hold every object's name; got an object "${name}" in "${stem}". Add it, or leave categories out.`,
        );
      }
      const box = clipBox(whole, size);
      if (box === undefined) dropped++;
      else {
        if (box !== whole) clipped++;
        const area = box.width * box.height;
        inside.push({ box, category, crowd: false, difficult, area });
      }
    }
    return inside;
  });
  return { categories, objects, clipped, dropped };
}
