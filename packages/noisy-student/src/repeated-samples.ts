import type { Selection } from "./selection.ts";

/**
 * The position of each selected picture as often as it has copies, ascending: for `subset` of `@unlabeled/data`, which then
 * shuffles copies with the rest, as the authors' records are.
 *
 * @example
 * const chosen = subset(photos, repeatedSamples(selection));
 */
export function repeatedSamples({
  samples,
  copies,
}: Pick<Selection, "samples" | "copies">): Int32Array {
  const repeated = new Int32Array(copies.reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (let k = 0; k < samples.length; k++) {
    const end = at + (copies[k] as number);
    repeated.fill(samples[k] as number, at, end);
    at = end;
  }
  return repeated;
}
