import type { Batches, Tensors } from "@unlabeled/core";

/**
 * Batches of two kinds side by side: batch k of the run has the second's batch k, which begins new epochs of its own as often
 * as it needs to. So a run that is resumed goes on with the same pairs.
 *
 * @param first - Decides what an epoch is.
 * @param join - Takes over the tensors of both.
 */
export function pairedBatches<A extends Tensors, B extends Tensors, Both extends Tensors>(
  first: Batches<A>,
  second: Batches<B>,
  join: (a: A, b: B) => Both,
): Pick<Batches<Both>, "batchesPerEpoch" | "epoch"> {
  const { batchesPerEpoch } = first;
  async function* run(epoch: number, from: number): AsyncGenerator<Both> {
    const beside = endless(second, epoch * batchesPerEpoch + from);
    try {
      for await (const batch of first.epoch(epoch, from)) {
        yield join(batch, (await beside.next()).value as B);
      }
    } finally {
      await beside.return(undefined);
    }
  }
  return { batchesPerEpoch, epoch: (epoch, from = 0) => run(epoch, from) };
}

/** Batch k, k + 1, … of all epochs. */
async function* endless<Batch extends Tensors>(
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
