import * as tf from "@tensorflow/tfjs";
import type { LabeledImages, ViewPipeline } from "@unlabeled/core";
import type { Source } from "../sources/source.ts";
import { checkLoading } from "./check-loading.ts";
import { type BatchesOptions, type SourceBatches, sourceBatches } from "./source-batches.ts";

/**
 * Batches of augmented pictures with their classes, for training with labels: as `batches`, in the same order and
 * of the same draws.
 *
 * The label is of the picture that a row shows, also where that stands in for one that cannot be read.
 *
 * @param source - Opened with labels.
 * @param pipeline - One view a picture.
 * @throws {TypeError} If the source has no labels.
 * @throws {RangeError} As in `batches`; while iterating too.
 *
 * @example
 * const flowers = await openSource("./flowers", { labels: true });
 * for await (const { images, labels } of labeledBatches(flowers, view, { batchSize: 256, seed: 0 }).epoch(0)) { … }
 */
export function labeledBatches(
  source: Source,
  pipeline: ViewPipeline<1>,
  options: BatchesOptions,
): SourceBatches<LabeledImages> {
  const { labels } = source;
  if (labels === undefined) {
    throw new TypeError("labeledBatches: source must have labels; got none: open it with labels.");
  }
  checkLoading("labeledBatches", source, pipeline, options.batchSize, 1);
  return sourceBatches("labeledBatches", source, pipeline, options, ([images], shown) => ({
    images: images as tf.Tensor4D,
    labels: tf.tensor1d(
      shown.map((index) => labels[index] as number),
      "int32",
    ),
  }));
}
