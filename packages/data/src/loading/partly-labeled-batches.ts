import type { Batches, Images, LabeledImages, PartlyLabeledImages } from "@unlabeled/core";
import { pairedBatches } from "./paired-batches.ts";

/**
 * Batches of images without labels, each with a batch of labelled ones beside: for methods that learn of both.
 *
 * An epoch is one of the images without labels. Batch k of the run has the labelled source's batch k, which begins new
 * epochs of its own as often as it needs to; so a run that is resumed goes on with the same pairs.
 *
 * @throws {RangeError} If the batches differ in size.
 *
 * @example
 * const both = partlyLabeledBatches(
 *   batches(photos, view, { batchSize: 128, seed: 0 }),
 *   labeledBatches(flowers, view, { batchSize: 128, seed: 1 }),
 * );
 */
export function partlyLabeledBatches(
  unlabeled: Batches<Images>,
  labeled: Batches<LabeledImages>,
): Batches<PartlyLabeledImages> {
  const { batchSize } = unlabeled;
  if (labeled.batchSize !== batchSize) {
    throw new RangeError(
      `partlyLabeledBatches: labeled must have batches of ${batchSize} images, as unlabeled has; got ${labeled.batchSize}.`,
    );
  }
  return {
    batchSize,
    description: { unlabeled: unlabeled.description, labeled: labeled.description },
    ...pairedBatches(unlabeled, labeled, ({ images }, { images: labeledImages, labels }) => ({
      images,
      labeledImages,
      labels,
    })),
  };
}
