import { sortedByBytes } from "../listing/byte-order.ts";
import type { Source } from "../source.ts";
import type { ParquetLabel } from "./parquet-labels.ts";
import type { ParquetShard } from "./parquet-shard.ts";

/**
 * The classes of all rows: whole numbers as they stand (also as text, if all are), text numbered in the
 * order of its bytes.
 *
 * @param key - A row's name, for messages.
 * @throws {RangeError} If a row has no label, one out of range, or the files name classes differently.
 */
export function parquetClasses(
  shards: readonly ParquetShard[],
  key: (index: number) => string,
): Pick<Source, "labels" | "classes"> {
  const labels = shards.flatMap((shard) => shard.labels ?? []);
  const bare = labels.findIndex(isMissing);
  if (bare >= 0) {
    throw new RangeError(
      `parquetImages: with labels, every row must have one; got ${labels.filter(isMissing).length} of ${labels.length} without (the first is "${key(bare)}"). Leave labels out.`,
    );
  }
  if (labels.every((label) => typeof label === "string") && !labels.every(isNumber)) {
    const classes = sortedByBytes(new Set(labels));
    const places = new Map(classes.map((name, place) => [name, place]));
    return { labels: Int32Array.from(labels, (label) => places.get(label) ?? -1), classes };
  }
  const classes = classesOf(shards);
  const limit = classes?.length ?? 2 ** 31;
  const numbers = labels.map(Number);
  const wrong = numbers.findIndex((label) => !(label >= 0 && label < limit));
  if (wrong >= 0) {
    const expected =
      classes === undefined ? "[0, 2^31)" : `[0, ${limit}), one of the file's classes`;
    throw new RangeError(
      `parquetImages: labels must be in ${expected}; got ${labels[wrong]} for "${key(wrong)}". Leave labels out where a row has none.`,
    );
  }
  return { labels: Int32Array.from(numbers), classes };
}

function isMissing(label: ParquetLabel): boolean {
  return label === undefined || label === "";
}

function isNumber(label: ParquetLabel): boolean {
  return /^\d+$/.test(String(label));
}

function classesOf(shards: readonly ParquetShard[]): readonly string[] | undefined {
  const [first, ...others] = shards;
  const other = others.find(
    ({ classes }) => JSON.stringify(classes) !== JSON.stringify(first?.classes),
  );
  if (other !== undefined) {
    throw new RangeError(
      `parquetImages: files must have the same classes in the same order; got others in "${other.path}" than in "${first?.path}".`,
    );
  }
  return first?.classes;
}
