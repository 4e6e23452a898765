import { UserError } from "../user-error.ts";

const MOST = 250; // pictures a batch, and what the sizes of files go by

/**
 * Looks whether batches can end where files do, so that a file's labels do not depend on those before it.
 *
 * @throws {UserError} If they cannot.
 */
export function checkShardSize(shardSize: number): void {
  if (shardSize <= MOST || shardSize % MOST === 0) return;
  throw new UserError(
    `--shard-size must be a multiple of ${MOST}, or at most that, so that files end with a batch; got ${shardSize}. ${MOST * Math.round(shardSize / MOST)} is near.`,
  );
}

/**
 * Pictures a batch: a divisor of the file's, and fewer of large ones, as their maps take memory.
 *
 * @param size - Height and width of the views, pixels.
 */
export function batchSizeOf(shardSize: number, size: number): number {
  let batch = Math.min(shardSize, size <= 128 ? MOST : size <= 320 ? 50 : 10);
  while (shardSize % batch !== 0) batch--;
  return batch;
}
