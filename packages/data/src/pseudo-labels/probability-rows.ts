import type { RowTable } from "../loading/batches-with-rows.ts";
import { readNumbers } from "./read-numbers.ts";
import { type ShardHeader, withShard } from "./read-shard.ts";
import { SHARD_COLUMNS } from "./shard-columns.ts";
import { likeliestOf } from "./shard-rows.ts";

/** What is known of all pictures already, and must be so in their rows. */
export interface KnownLabels {
  readonly labels: Int32Array;
  readonly confidences: Float32Array;
  /** Places of the pictures without a row, rising. */
  readonly unreadable: Int32Array;
}

/**
 * The probabilities of the pictures at some places, from the shards that have them: one after the other, a row group at a time.
 *
 * @throws {RangeError} If a file is damaged; the message names it.
 */
export async function probabilityRows(
  shards: readonly ShardHeader[],
  places: Int32Array,
  known: KnownLabels,
): Promise<RowTable> {
  const { shardSize, classes } = (shards[0] as ShardHeader).identity;
  const width = classes.length;
  const values = new Float32Array(places.length * width);
  const byShard = grouped(places, (place) => Math.floor(place / shardSize));
  for (const [shard, { path }] of shards.entries()) {
    const asked = byShard.get(shard);
    if (asked === undefined) continue;
    const first = shard * shardSize - countBelow(known.unreadable, shard * shardSize);
    const rowOf = (place: number): number => place - countBelow(known.unreadable, place) - first;
    await withShard("PseudoLabels.rows", path, async (file, footer) => {
      let end = 0;
      for (const [group, { num_rows }] of footer.metadata.row_groups.entries()) {
        const start = end;
        end += Number(num_rows);
        const here = asked.filter((at) => {
          const row = rowOf(places[at] as number);
          return row >= start && row < end;
        });
        if (here.length === 0) continue;
        const column = SHARD_COLUMNS.probabilities;
        const all = new Float32Array(await readNumbers(file, footer, column, { width, group }));
        for (const at of here) {
          const place = places[at] as number;
          const from = (rowOf(place) - start) * width;
          const row = all.subarray(from, from + width);
          requireKnown(row, place, known);
          values.set(row, at * width);
        }
      }
    });
  }
  return { values, width };
}

/** @throws {Error} If a row is not the one that its picture's label came from. */
function requireKnown(
  row: Float32Array,
  place: number,
  { labels, confidences }: KnownLabels,
): void {
  const likeliest = likeliestOf(row);
  if (likeliest === labels[place] && row[likeliest] === confidences[place]) return;
  throw new Error(`probabilities of picture ${place} that its label is not from`);
}

/** Positions in a list by what they have in common. */
function grouped(places: Int32Array, of: (place: number) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const [at, place] of places.entries()) {
    const group = groups.get(of(place));
    if (group === undefined) groups.set(of(place), [at]);
    else group.push(at);
  }
  return groups;
}

/** How many of some rising numbers are less than a limit. */
function countBelow(rising: Int32Array, limit: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
