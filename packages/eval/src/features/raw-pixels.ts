import * as tf from "@tensorflow/tfjs";
import type { Features } from "./feature-table.ts";
import { gatherRows } from "./gather-rows.ts";
import type { PictureBatch } from "./picture-batch.ts";

/**
 * The pixels themselves as features: what a network must beat.
 *
 * Follow it by `center`: the cosine of kNN says more about centred pixels.
 *
 * @param batches - Pictures of one size; their images are disposed.
 * @returns Rows of H · W · C values, in the order of the batches.
 * @throws {RangeError} If there are no pictures, sizes differ, or labels and images do not pair.
 */
export function rawPixels(batches: AsyncIterable<PictureBatch>): Promise<Features> {
  return gatherRows("rawPixels", batches, "raw pixels", (images) => {
    const [count, ...rest] = images.shape;
    return tf.reshape(images, [count, rest.reduce((product, size) => product * size, 1)]);
  });
}
