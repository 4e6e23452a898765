import { sortedByBytes } from "./byte-order.ts";

/**
 * Class numbers from what label files say: whole numbers as they stand if all are, else names in the
 * order of their bytes.
 *
 * @throws {RangeError} If a picture has no label, or a number is beyond 2^31 − 1.
 */
export function labelsFromTexts(
  texts: readonly (string | undefined)[],
  key: (index: number) => string,
  caller: string,
): { labels: Int32Array; classes?: string[] } {
  const bare = texts.findIndex((text) => text === undefined || text === "");
  if (bare >= 0) {
    const count = texts.filter((text) => text === undefined || text === "").length;
    throw new RangeError(
      `${caller}: with labels, every picture must have a KEY.cls or KEY.txt that is not empty; got ${count} of ${texts.length} without (the first is "${key(bare)}"). Add them, or leave labels out.`,
    );
  }
  const names = texts as readonly string[];
  if (names.every((name) => /^\d+$/.test(name))) {
    const numbers = names.map(Number);
    const large = numbers.findIndex((number) => number > 0x7fffffff);
    if (large >= 0) {
      throw new RangeError(
        `${caller}: labels must be below 2^31; got ${names[large]} for "${key(large)}".`,
      );
    }
    return { labels: Int32Array.from(numbers) };
  }
  const classes = sortedByBytes(new Set(names));
  const numbers = new Map(classes.map((name, number) => [name, number]));
  return { labels: Int32Array.from(names, (name) => numbers.get(name) ?? -1), classes };
}
