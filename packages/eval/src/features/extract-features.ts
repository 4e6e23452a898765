import * as tf from "@tensorflow/tfjs";
import type { Backbone } from "@unlabeled/core";
import type { Features } from "./feature-table.ts";
import { gatherRows } from "./gather-rows.ts";
import type { PictureBatch } from "./picture-batch.ts";

/**
 * The backbone's features of pictures, in mode "evaluate".
 *
 * Each batch's images are disposed. Statistics of the backbone do not move.
 *
 * @param backbone - From images `[N, H, W, 3]` to features `[N, F]`.
 * @param batches - Pictures in [0, 1], for example `evaluationBatches` of `@unlabeled/data`.
 * @returns Rows in the order of the batches, with labels where the batches have them.
 * @throws {RangeError} If there are no pictures, or labels and images do not pair.
 *
 * @example
 * const features = await extractFeatures(backbone, evaluationBatches(photos, view, { batchSize: 250 }));
 */
export function extractFeatures(
  backbone: Pick<Backbone, "apply">,
  batches: AsyncIterable<PictureBatch>,
): Promise<Features> {
  return gatherRows("extractFeatures", batches, "network features", (images) =>
    tf.tidy(() => backbone.apply(images, "evaluate")),
  );
}
