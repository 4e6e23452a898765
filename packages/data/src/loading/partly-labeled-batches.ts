import type { Batches, Images, LabeledImages, PartlyLabeledImages } from "@unlabeled/core";

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
  const { batchSize, batchesPerEpoch } = unlabeled;
  if (labeled.batchSize !== batchSize) {
    throw new RangeError(
      `partlyLabeledBatches: labeled must have batches of ${batchSize} images, as unlabeled has; got ${labeled.batchSize}.`,
    );
  }
  async function* run(epoch: number, from: number): AsyncGenerator<PartlyLabeledImages> {
    const beside = endless(labeled, epoch * batchesPerEpoch + from);
    try {
      for await (const { images } of unlabeled.epoch(epoch, from)) {
        const { images: labeledImages, labels } = (await beside.next()).value as LabeledImages;
        yield { images, labeledImages, labels };
      }
    } finally {
      await beside.return(undefined);
    }
  }
  return {
    batchSize,
    batchesPerEpoch,
    description: { unlabeled: unlabeled.description, labeled: labeled.description },
    epoch: (epoch, from = 0) => run(epoch, from),
  };
}

/** Batch k, k + 1, … of all epochs. */
async function* endless<Batch extends LabeledImages>(
  batches: Batches<Batch>,
  first: number,
): AsyncGenerator<Batch> {
  let [epoch, from] = [
    Math.floor(first / batches.batchesPerEpoch),
    first % batches.batchesPerEpoch,
  ];
  for (;;) {
    yield* batches.epoch(epoch, from);
    [epoch, from] = [epoch + 1, 0];
  }
}
