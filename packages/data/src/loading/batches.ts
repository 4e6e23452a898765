import type * as tf from "@tensorflow/tfjs";
import type { Images, TwoViews, ViewPipeline } from "@unlabeled/core";
import type { Source } from "../sources/source.ts";
import { type BatchesOptions, type SourceBatches, sourceBatches } from "./source-batches.ts";

/** Views `view0`, `view1`, … of the same N images, each `[N, H, W, 3]` of its own size, in [0, 1]. */
export type ManyViews = Readonly<Record<`view${number}`, tf.Tensor4D>>;

/**
 * Batches of augmented views of a source's pictures, in an order that the seed and the epoch decide.
 *
 * An epoch shows each picture once; what does not fill a batch is left out. Where a picture cannot be
 * read, the next readable one of the source stands in for it, with random draws of its own. Batches
 * are bit-equal for any number of workers. Worker threads make them while the step runs; they never
 * keep the process alive, and end after five idle seconds. One that ends with work to do is replaced, and
 * its work done again.
 *
 * A few files that cannot be read are skipped. It is an error, and nothing is replaced, where a shard was
 * changed or cannot be opened, where the folder of a file that was there is gone, or where none of 64
 * other pictures, spread evenly over the source, can be opened: then a folder or disk went away. When it
 * is back, `epoch(e, from)` goes on with the batch that failed.
 *
 * JPEGs are reduced while they are decoded, as far as `pipeline.reducible` allows: then large photographs
 * cost less time, and less of `cacheBytes`.
 *
 * @param pipeline - With two views a picture, batches are `{ view0, view1 }`; with one, `{ images }`; with
 *   more, `{ view0, view1, view2, … }`.
 * @throws {RangeError} If an option is out of its range, or batchSize exceeds the source's length.
 *   While iterating, `Error` if no picture can be read, a folder, disk or shard is gone or was changed,
 *   the pipeline fails, or worker threads end three times at one picture.
 *
 * @example
 * const views = batches(photos, byolViews({ size: 64 }), { batchSize: 256, seed: 0 });
 * for await (const { view0, view1 } of views.epoch(0)) { … }
 */
export function batches(
  source: Source,
  pipeline: ViewPipeline<2>,
  options: BatchesOptions,
): SourceBatches<TwoViews>;
export function batches(
  source: Source,
  pipeline: ViewPipeline<1>,
  options: BatchesOptions,
): SourceBatches<Images>;
export function batches(
  source: Source,
  pipeline: ViewPipeline,
  options: BatchesOptions,
): SourceBatches<ManyViews>;
export function batches(
  source: Source,
  pipeline: ViewPipeline,
  options: BatchesOptions,
): SourceBatches<Images | TwoViews | ManyViews> {
  return sourceBatches("batches", source, pipeline, options, named);
}

/** By the names that a batch of so many views has. */
function named(views: readonly tf.Tensor4D[]): Images | TwoViews | ManyViews {
  if (views.length === 1) return { images: views[0] as tf.Tensor4D };
  return Object.fromEntries(views.map((one, view) => [`view${view}`, one])) as ManyViews;
}
