import type { PictureBatch } from "../features/picture-batch.ts";
import { assertBatch } from "./attack.ts";

/**
 * The labels of a batch, one an image.
 *
 * @param caller - What errors name.
 * @throws {TypeError} If there are none.
 * @throws {RangeError} If images are not of four dimensions, or there is not one label an image.
 */
export function labelsOf(caller: string, { images, labels }: PictureBatch): Int32Array {
  if (labels === undefined) {
    throw new TypeError(
      `${caller}: batches must have labels; got none. Put each class's pictures in a folder of its own, or give labels to the source.`,
    );
  }
  assertBatch(caller, images, labels);
  return labels;
}
