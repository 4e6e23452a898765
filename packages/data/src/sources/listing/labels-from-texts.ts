import { sortedByBytes } from "./byte-order.ts";

/**
 * Class numbers from what label files say: whole numbers as they stand if all are, else names in the
 * order of their bytes.
 *
 * @throws {RangeError} If a picture has no label, or a number is beyond 2^31 − 1.
 */
export function labelsFromTexts(
  texts: Iterable<string | undefined>,
  key: (index: number) => string,
  caller: string,
): { labels: Int32Array; classes?: string[] } {
  const labels: number[] = [];
  const numbers = new Map<string, number>(); // in the order they are met
  const first: number[] = [];
  const bare: number[] = [];
  for (const text of texts) {
    const index = labels.length;
    if (text === undefined || text === "") {
      bare.push(index);
      labels.push(-1);
      continue;
    }
    const number = numbers.get(text) ?? numbers.size;
    if (number === numbers.size) {
      numbers.set(text, number);
      first.push(index);
    }
    labels.push(number);
  }
  const names = Array.from(numbers.keys());
  if (bare.length > 0) {
    throw new RangeError(
      `${caller}: with labels, every picture must have a KEY.cls or KEY.txt that is not empty; got ${bare.length} of ${labels.length} without (the first is "${key(bare[0] as number)}"). Add them, or leave labels out.`,
    );
  }
  if (names.every((name) => /^\d+$/.test(name))) {
    const values = names.map(Number);
    const large = values.findIndex((value) => value > 0x7fffffff);
    if (large >= 0) {
      throw new RangeError(
        `${caller}: labels must be below 2^31; got ${names[large]} for "${key(first[large] as number)}".`,
      );
    }
    return { labels: Int32Array.from(labels, (number) => values[number] as number) };
  }
  const classes = sortedByBytes(names);
  const places = new Map(classes.map((name, place) => [name, place]));
  const placeOf = names.map((name) => places.get(name) as number);
  return { labels: Int32Array.from(labels, (number) => placeOf[number] as number), classes };
}
