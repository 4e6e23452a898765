import * as tf from "@tensorflow/tfjs";
import type { Batches, ImagesWithRows, LabeledImages, PseudoLabeledGroups } from "@unlabeled/core";
import { pairedBatches } from "./paired-batches.ts";

/**
 * Batches of N labelled images, each with a group of r images beside that have a teacher's probabilities: for Noisy Student.
 *
 * An epoch is one of the images without labels, copies included. Batch k of the run has the labelled source's batch k, which
 * begins new epochs of its own as often as it needs to; so a run that is resumed goes on with the same batches.
 *
 * @param unlabeled - Batches of r · N images; an integer r decides `unlabeledRatio` of the method.
 * @param labeled - Batches of N images, of the same height and width.
 * @throws {RangeError} If r is not an integer ≥ 1; while iterating, if the images differ in size.
 *
 * @example
 * const both = pseudoLabeledBatches(
 *   batchesWithRows(chosen, probabilities, view, { batchSize: 3 * 64, seed: 0 }),
 *   labeledBatches(flowers, view, { batchSize: 64, seed: 1 }),
 * );
 */
export function pseudoLabeledBatches(
  unlabeled: Batches<ImagesWithRows>,
  labeled: Batches<LabeledImages>,
): Batches<PseudoLabeledGroups> {
  const ratio = unlabeled.batchSize / labeled.batchSize;
  if (!Number.isInteger(ratio)) {
    throw new RangeError(
      `pseudoLabeledBatches: unlabeled must have batches of a multiple of ${labeled.batchSize} images, the labelled ones; got ${unlabeled.batchSize}.`,
    );
  }
  return {
    batchSize: labeled.batchSize,
    description: { unlabeled: unlabeled.description, labeled: labeled.description },
    ...pairedBatches(unlabeled, labeled, ({ images, rows }, { images: labeledImages, labels }) => {
      const [N, H, W] = labeledImages.shape;
      const [, h, w] = images.shape;
      if (h !== H || w !== W) {
        tf.dispose([images, rows, labeledImages, labels]);
        throw new RangeError(
          `pseudoLabeledBatches: unlabeled must have images of ${H} x ${W} pixels, as labeled has; got ${h} x ${w}.`,
        );
      }
      const grouped = {
        images: tf.reshape<tf.Rank.R5>(images, [N, ratio, H, W, 3]),
        rows: tf.reshape<tf.Rank.R3>(rows, [N, ratio, rows.shape[1]]),
      };
      tf.dispose([images, rows]);
      return { ...grouped, labeledImages, labels };
    }),
  };
}
