import * as tf from "@tensorflow/tfjs";
import type { ImagesWithRows, ViewPipeline } from "@unlabeled/core";
import type { Source } from "../sources/source.ts";
import { checkLoading } from "./check-loading.ts";
import { type BatchesOptions, type SourceBatches, sourceBatches } from "./source-batches.ts";

/** A row of numbers for each picture of a source, in its order. */
export interface RowTable {
  /** Row after row, `[N, L]`. */
  readonly values: Float32Array;
  /** L, the length of a row. */
  readonly width: number;
}

/**
 * Batches of augmented pictures, each with a row of a table: a teacher's logits that were computed once, soft labels.
 * As `batches`, in the same order and of the same draws.
 *
 * The row is that of the picture that is shown, also where that stands in for one that cannot be read.
 *
 * @param table - A row for each picture of the source.
 * @param pipeline - One view a picture.
 * @throws {RangeError} If the table has not a row a picture, and as in `batches`.
 *
 * @example
 * const taught = batchesWithRows(photos, teacherLogits, view, { batchSize: 256, seed: 0 });
 * for await (const { images, rows } of taught.epoch(0)) { … }
 */
export function batchesWithRows(
  source: Source,
  { values, width }: RowTable,
  pipeline: ViewPipeline<1>,
  options: BatchesOptions,
): SourceBatches<ImagesWithRows> {
  checkLoading("batchesWithRows", source, pipeline, options.batchSize, 1);
  if (!Number.isInteger(width) || width < 1 || values.length !== source.length * width) {
    throw new RangeError(
      `batchesWithRows: table must have ${source.length} rows of at least one number, a row a picture; got ${values.length} numbers in rows of ${width}.`,
    );
  }
  return sourceBatches("batchesWithRows", source, pipeline, options, ([images], shown) => {
    const rows = new Float32Array(shown.length * width);
    shown.forEach((index, row) => {
      rows.set(values.subarray(index * width, (index + 1) * width), row * width);
    });
    return { images: images as tf.Tensor4D, rows: tf.tensor2d(rows, [shown.length, width]) };
  });
}
