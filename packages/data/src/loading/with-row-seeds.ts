import * as tf from "@tensorflow/tfjs";
import { type Batches, randomStream, type Tensors } from "@unlabeled/core";

/** What `withRowSeeds` adds to a batch. */
export type RowSeedsBatch = {
  /** `[N, k]`, int32, in [0, 2^24). */
  readonly seeds: tf.Tensor2D;
};

/**
 * The same batches with numbers for each row, of which networks draw their dropout and stochastic depth (`RowSeeds` of core).
 *
 * They are a function of the seed, the epoch and the row's place in it alone: a run that is resumed goes on with the same
 * noise, and gradients in chunks have it too. Below 2^24, every engine holds them exactly.
 *
 * @param seed - An integer in [0, 2^32).
 * @param perRow - k, how many a row: one for each of its images. Default 1.
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * const noised = withRowSeeds(labeledBatches(flowers, view, { batchSize: 64, seed: 0 }), { seed: 0 });
 */
export function withRowSeeds<Batch extends Tensors>(
  batches: Batches<Batch>,
  { seed, perRow = 1 }: { seed: number; perRow?: number },
): Batches<Batch & RowSeedsBatch> {
  if (!Number.isInteger(perRow) || perRow < 1) {
    throw new RangeError(`withRowSeeds: perRow must be an integer ≥ 1; got ${perRow}.`);
  }
  const { batchSize, batchesPerEpoch, description } = batches;
  const draw = (epoch: number, sample: number) => {
    const random = randomStream({ seed, purpose: "row seeds", epoch, sample });
    return Array.from({ length: perRow }, () => random.uint32() >>> 8);
  };
  draw(0, 0); // complains of the seed
  async function* run(epoch: number, from: number): AsyncGenerator<Batch & RowSeedsBatch> {
    let first = from * batchSize;
    for await (const batch of batches.epoch(epoch, from)) {
      const rows = Array.from({ length: batchSize }, (_, row) => draw(epoch, first + row));
      yield { ...batch, seeds: tf.tensor2d(rows, [batchSize, perRow], "int32") };
      first += batchSize;
    }
  }
  return {
    batchSize,
    batchesPerEpoch,
    description: { ...description, rowSeeds: { seed, perRow } },
    epoch: (epoch, from = 0) => run(epoch, from),
  };
}
