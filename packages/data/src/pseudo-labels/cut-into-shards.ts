import type { Source } from "../sources/source.ts";
import { shardRange } from "./label-folder.ts";
import type { LabelsIdentity } from "./shard-identity.ts";
import { OpenShard, type ShardRows } from "./shard-rows.ts";

/** A teacher's probabilities for some pictures. */
export interface ProbabilityRows {
  /** Their places among those that were asked for, `[n]`, rising from one batch to the next. */
  readonly indices: Int32Array;
  /** A row each, `[n, L]`, ≥ 0 and of sum 1. */
  readonly values: Float32Array;
}

/** What is to be cut into shards. */
export interface CutOptions {
  readonly identity: LabelsIdentity;
  /** Numbers of the shards, rising. */
  readonly left: readonly number[];
  /** Places of their pictures in the source, in order. */
  readonly places: Int32Array;
  readonly source: Source;
}

/**
 * Batches of rows as shards, one after the other, also those without a row.
 *
 * @throws {RangeError} If rows are not those of the pictures in their order, or no probabilities.
 */
export async function* cutIntoShards(
  batches: AsyncIterable<ProbabilityRows>,
  { identity, left, places, source }: CutOptions,
): AsyncGenerator<ShardRows & { readonly shard: number }, void, undefined> {
  const width = identity.classes.length;
  const opened = (shard = 0): OpenShard => {
    const { start, end } = shardRange(identity, shard, source.length);
    return new OpenShard(end - start, width);
  };
  let [at, last] = [0, -1];
  let open = opened(left[at]);
  for await (const { indices, values } of batches) {
    requirePlaces(indices, values, { last, width, count: places.length });
    for (const [row, asked] of indices.entries()) {
      last = asked;
      const place = places[asked] as number;
      while ((left[at] as number) !== Math.floor(place / identity.shardSize)) {
        yield { ...open.rows, shard: left[at++] as number };
        open = opened(left[at]);
      }
      try {
        open.add(place, values.subarray(row * width, (row + 1) * width));
      } catch (error) {
        throw new RangeError(
          `writePseudoLabels: predict must give probabilities, ≥ 0 and in rows of sum 1; got ${(error as Error).message} for "${source.key(place)}".`,
        );
      }
    }
  }
  if (last < 0 && places.length === source.length) {
    throw new RangeError(
      `writePseudoLabels: predict must give a row for at least one of ${source.length} pictures; got none.`,
    );
  }
  while (at < left.length) {
    yield { ...open.rows, shard: left[at++] as number };
    open = opened(left[at]);
  }
}

/** @throws {RangeError} If there is not a row of `width` for each place, or places do not rise. */
function requirePlaces(
  indices: Int32Array,
  values: Float32Array,
  { last, width, count }: { readonly last: number; readonly width: number; readonly count: number },
): void {
  if (values.length !== indices.length * width) {
    throw new RangeError(
      `writePseudoLabels: predict must give ${width} probabilities for each picture, one a class; got ${values.length} numbers for ${indices.length} pictures.`,
    );
  }
  const wrong = indices.findIndex(
    (place, i) => !(place > (i === 0 ? last : (indices[i - 1] as number)) && place < count),
  );
  if (wrong >= 0) {
    throw new RangeError(
      `writePseudoLabels: predict must give rows in the order of its ${count} pictures; got ${indices[wrong]} after ${wrong === 0 ? last : indices[wrong - 1]}.`,
    );
  }
}
