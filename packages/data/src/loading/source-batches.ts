import type * as tf from "@tensorflow/tfjs";
import {
  type Batches,
  lentTensor,
  type Tensors,
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
export interface SourceBatches<Batch extends Tensors> extends Batches<Batch> {
  /** Pictures that could not be read, of those met until now, in the source's order. */
  readonly skipped: readonly SkippedPicture[];
  /** Ends the worker threads now; they also end by themselves. The next epoch starts new ones. */
  close(): Promise<void>;
}

/**
 * What `batches` and `labeledBatches` have in common.
 *
 * @param caller - The public function: begins error messages.
 * @param batchOf - A batch of its views' tensors, `[batchSize, H, W, 3]` each, and of the picture in each row.
 */
export function sourceBatches<Batch extends Tensors>(
  caller: string,
  source: Source,
  pipeline: ViewPipeline,
  options: BatchesOptions,
  batchOf: (views: readonly tf.Tensor4D[], shown: Int32Array) => Batch,
): SourceBatches<Batch> {
  const { batchSize, seed } = options;
  checkLoading(caller, source, pipeline, batchSize);
  checkSeed(caller, seed);
  checkOrder(caller, options);
  const { renderer, prefetch } = makeRenderer(caller, pipeline, options);
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

  async function* run(epoch: number, from: number): AsyncGenerator<Batch> {
    const start = epoch * batchesPerEpoch;
    const made = ahead.range(start + from, start + batchesPerEpoch, Number.POSITIVE_INFINITY);
    for await (const { views, shown, release } of made) {
      let lent = views.length;
      const returned = () => {
        lent -= 1;
        if (lent === 0) release();
      };
      const tensors = views.map((of, view) => {
        const { height, width } = each[view] as ViewSize;
        return lentTensor<tf.Rank.R4>(of, [batchSize, height, width, 3], returned);
      });
      yield batchOf(tensors, shown);
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

function checkSeed(caller: string, seed: number): void {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(`${caller}: seed must be an integer in [0, 2^32); got ${seed}.`);
  }
}
