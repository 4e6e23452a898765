import type { Tensors } from "./method.ts";

/**
 * Batches of a data set, in an order that the seed and the epoch alone decide.
 *
 * Any source that has this shape can feed the training loop; `@unlabeled/data` makes them from files.
 */
export interface Batches<Batch extends Tensors = Tensors> {
  /** Rows of every batch; what does not fill one is left out of the epoch. */
  readonly batchSize: number;
  /** Batches in one epoch, ≥ 1. */
  readonly batchesPerEpoch: number;
  /** What run.json records: the source, the views, the seed, a fingerprint of the data. */
  readonly description: Readonly<Record<string, unknown>>;
  /**
   * Batches `from`, `from + 1`, … of an epoch: always the same for the same seed, epoch and position.
   * The consumer disposes each batch's tensors.
   *
   * @param epoch - From 0.
   * @param from - First batch to yield, from 0; a resumed run starts inside an epoch.
   */
  epoch(epoch: number, from?: number): AsyncIterable<Batch>;
}
