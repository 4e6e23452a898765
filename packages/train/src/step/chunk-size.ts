import type { Batches } from "@unlabeled/core";

/**
 * Images of a chunk; undefined where a batch is taken at once.
 *
 * @throws {RangeError} If chunks do not make up a batch.
 */
export function chunkSize(
  { chunk }: { readonly chunk?: number | undefined },
  { batchSize }: Pick<Batches, "batchSize">,
): number | undefined {
  if (chunk === undefined || chunk === batchSize) return undefined;
  if (Number.isInteger(chunk) && chunk >= 2 && batchSize % chunk === 0) return chunk;
  throw new RangeError(
    `train: chunk must be an integer of at least 2 that divides the batch size, ${batchSize}; got ${chunk}.`,
  );
}
