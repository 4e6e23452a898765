import type * as tf from "@tensorflow/tfjs";
import { copiedTensor, type ViewPipeline } from "@unlabeled/core";
import type { Source } from "../sources/source.ts";
import { BatchMaker, type SkippedPicture } from "./batch-maker.ts";
import { checkLoading } from "./check-loading.ts";
import { LookAhead } from "./look-ahead.ts";
import { type LoadingOptions, makeRenderer } from "./make-renderer.ts";

/** Some pictures of a source, for evaluation. */
export interface EvaluationBatch {
  /** `[N, H, W, 3]` in [0, 1]; the consumer disposes it. */
  readonly images: tf.Tensor4D;
  /** The class of each row, where the source has labels. */
  readonly labels?: Int32Array;
  /** The place in the source of each row, rising. */
  readonly indices: Int32Array;
}

/** One pass over a source, in its order; can be iterated again. */
export interface EvaluationBatches extends AsyncIterable<EvaluationBatch> {
  /** Pictures that could not be read and have no row; complete after a pass. */
  readonly skipped: readonly SkippedPicture[];
  /** Ends the worker threads now; they also end by themselves. */
  close(): Promise<void>;
}

/**
 * All readable pictures of a source once, in the source's order, for extracting features.
 *
 * Batch b holds pictures b · batchSize … (b + 1) · batchSize − 1: the last may be smaller, and one with
 * unreadable pictures is smaller by them. The pipeline draws with seed 0, epoch 0 and view 0.
 *
 * @param pipeline - One view a picture, as a rule without chance: resize and centre crop.
 * @throws {RangeError} If an option is out of its range. While iterating, `Error` as in `batches`.
 *
 * @example
 * for await (const { images, indices } of evaluationBatches(photos, view, { batchSize: 256 })) { … }
 */
export function evaluationBatches(
  source: Source,
  pipeline: ViewPipeline<1>,
  options: LoadingOptions,
): EvaluationBatches {
  const { batchSize } = options;
  checkLoading("evaluationBatches", source, pipeline, batchSize, 1);
  const { renderer, prefetch } = makeRenderer("evaluationBatches", pipeline, options);
  const maker = new BatchMaker(source, pipeline, renderer);
  const ahead = new LookAhead(async (batch) => {
    const start = batch * batchSize;
    const length = Math.min(batchSize, source.length - start);
    const samples = Int32Array.from({ length }, (_, row) => start + row);
    return { samples, made: await maker.make({ seed: 0, epoch: 0, samples }) };
  }, prefetch);
  const { height, width } = pipeline;

  async function* run(): AsyncGenerator<EvaluationBatch> {
    for await (const { samples, made } of ahead.range(0, Math.ceil(source.length / batchSize))) {
      const size = height * width * 3;
      const rows = Array.from(samples.keys()).filter(
        (row) => !maker.isUnreadable(samples[row] ?? -1),
      );
      if (rows.length === 0) {
        made.release();
        continue;
      }
      const values = made.views[0] as Float32Array;
      const read = rows.length === samples.length ? values : rowsOf(values, rows, size);
      const images = copiedTensor<tf.Rank.R4>(read, [rows.length, height, width, 3]);
      made.release();
      const indices = Int32Array.from(rows, (row) => samples[row] as number);
      const { labels } = source;
      yield {
        images,
        labels: labels && indices.map((index) => labels[index] as number),
        indices,
      };
    }
  }

  return {
    get skipped() {
      return maker.skipped;
    },
    [Symbol.asyncIterator]: run,
    async close() {
      ahead.clear();
      await renderer.close();
    },
  };
}

function rowsOf(values: Float32Array, rows: readonly number[], size: number): Float32Array {
  const chosen = new Float32Array(rows.length * size);
  rows.forEach((row, to) => {
    chosen.set(values.subarray(row * size, (row + 1) * size), to * size);
  });
  return chosen;
}
