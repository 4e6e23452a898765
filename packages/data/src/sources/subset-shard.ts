import type { Source } from "./source.ts";
import { subset } from "./subset.ts";

/** The part of a source for one of several processes. */
export interface ShardOption {
  /** Which part, an integer in [0, count). */
  readonly index: number;
  /** Parts, ≥ 1 and at most the number of pictures. */
  readonly count: number;
}

/**
 * Pictures `index`, `index + count`, `index + 2 count`, … of a source: the parts of all processes share
 * no picture, miss none, and differ by at most one in length. Classes keep their numbers and names.
 *
 * @throws {RangeError} If an option is out of its range.
 */
export function shardOf(caller: string, source: Source, shard: ShardOption | undefined): Source {
  if (shard === undefined) return source;
  const { index, count } = shard;
  if (!Number.isInteger(count) || count < 1 || count > source.length) {
    throw new RangeError(
      `${caller}: shard.count must be an integer in [1, ${source.length}], the number of pictures; got ${count}.`,
    );
  }
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new RangeError(
      `${caller}: shard.index must be an integer in [0, ${count}); got ${index}.`,
    );
  }
  const length = Math.ceil((source.length - index) / count);
  return subset(
    source,
    Float64Array.from({ length }, (_, at) => index + at * count),
  );
}
