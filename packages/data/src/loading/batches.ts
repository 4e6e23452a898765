import type * as tf from "@tensorflow/tfjs";
import {
  type Batches,
  copiedTensor,
  type TwoViews,
  type ViewPipeline,
  type ViewSize,
  viewSizes,
} from "@unlabeled/core";
import type { Source } from "../sources/source.ts";
import { BatchMaker, type SkippedPicture } from "./batch-maker.ts";
import { checkLoading } from "./check-loading.ts";
import {
  checkOrder,
  DEFAULT_SHUFFLE_BUFFER,
  epochOrders,
  type OrderOptions,
} from "./epoch-order.ts";
import { LookAhead } from "./look-ahead.ts";
import { type LoadingOptions, makeRenderer } from "./make-renderer.ts";
import { SequentialReader } from "./sequential-reader.ts";

export interface BatchesOptions extends LoadingOptions, OrderOptions {
  /** The run's seed, an integer in [0, 2^32): decides the order and every view. */
  readonly seed: number;
}

/** Batches from a source. */
export interface SourceBatches<Batch extends Images | TwoViews | ManyViews> extends Batches<Batch> {
  /** Pictures that could not be read, of those met until now, in the source's order. */
  readonly skipped: readonly SkippedPicture[];
  /** Ends the worker threads now; they also end by themselves. The next epoch starts new ones. */
  close(): Promise<void>;
}

/** One view of N images, `[N, H, W, 3]` in [0, 1]. */
export type Images = { readonly images: tf.Tensor4D };

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
  const { batchSize, seed } = options;
  checkLoading("batches", source, pipeline, batchSize);
  checkSeed(seed);
  checkOrder("batches", options);
  const { renderer, prefetch } = makeRenderer("batches", pipeline, options);
  const maker = new BatchMaker(source, pipeline, renderer);
  const batchesPerEpoch = Math.floor(source.length / batchSize);
  const orders = epochOrders(source, seed, options);
  const { order = "exact", shuffleBuffer = DEFAULT_SHUFFLE_BUFFER } = options;
  const reader = new SequentialReader(source, shuffleBuffer, (sample) => maker.isKept(sample));
  const ahead = new LookAhead(async (position) => {
    const epoch = Math.floor(position / batchesPerEpoch);
    const start = (position % batchesPerEpoch) * batchSize;
    const end = start + batchSize;
    const { shown, entering } = orders(epoch);
    if (entering !== undefined) await reader.reach(epoch, { shown, entering }, start, end);
    return maker.make({ seed, epoch, samples: shown.subarray(start, end) });
  }, prefetch);
  const { recipe, count, height, width, sizes } = pipeline;
  const each = viewSizes(pipeline);

  async function* run(epoch: number, from: number): AsyncGenerator<Images | TwoViews | ManyViews> {
    const start = epoch * batchesPerEpoch;
    const made = ahead.range(start + from, start + batchesPerEpoch, Number.POSITIVE_INFINITY);
    for await (const { views, release } of made) {
      const tensors = views.map((of, view) => {
        const { height, width } = each[view] as ViewSize;
        return copiedTensor<tf.Rank.R4>(of, [batchSize, height, width, 3]);
      });
      release();
      yield named(tensors);
    }
  }

  return {
    batchSize,
    batchesPerEpoch,
    description: {
      source: source.description,
      fingerprint: source.fingerprint,
      views: { factory: recipe.factory, options: recipe.options, count, height, width, sizes },
      batchSize,
      seed,
      ...(order === "shuffle-buffer" && { order, shuffleBuffer }),
    },
    get skipped() {
      return maker.skipped;
    },
    epoch(epoch, from = 0) {
      for (const [name, value, last] of [
        ["epoch", epoch, 0xffffffff],
        ["from", from, batchesPerEpoch],
      ] as const) {
        if (!Number.isInteger(value) || value < 0 || value > last) {
          throw new RangeError(
            `Batches.epoch: ${name} must be an integer in [0, ${last}]; got ${value}.`,
          );
        }
      }
      return run(epoch, from);
    },
    async close() {
      ahead.clear();
      await renderer.close();
    },
  };
}

/** By the names that a batch of so many views has. */
function named(views: readonly tf.Tensor4D[]): Images | TwoViews | ManyViews {
  if (views.length === 1) return { images: views[0] as tf.Tensor4D };
  return Object.fromEntries(views.map((one, view) => [`view${view}`, one])) as ManyViews;
}

function checkSeed(seed: number): void {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(`batches: seed must be an integer in [0, 2^32); got ${seed}.`);
  }
}
