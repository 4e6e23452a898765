import { permutation } from "@unlabeled/core";
import { membersByClass } from "./members-by-class.ts";
import type { Source } from "./source.ts";
import { subset } from "./subset.ts";

export interface SplitSourceOptions {
  /** The part that is held out, in (0, 1); at least one picture, and at least one is left to train on. */
  readonly heldOut: number;
  /** The seed that decides which, an integer in [0, 2^32). */
  readonly seed: number;
  /**
   * Whether that part of each class is held out, to the nearest picture, and of a class of two or more at least one; a class
   * of one picture stays. Default false: of all pictures alike.
   */
  readonly stratified?: boolean;
}

/**
 * A source in two parts that share no picture, drawn at random; each keeps the source's order.
 *
 * Pictures of one scene, person or video belong together: split those by hand, with `subset`.
 *
 * @throws {RangeError} If the source has fewer than two pictures, or an option is out of its range; stratified, if no class has
 *   two.
 * @throws {TypeError} If it is to be stratified, and the source has no labels.
 *
 * @example
 * const { train, heldOut } = splitSource(source, { heldOut: 0.1, seed: 0 });
 */
export function splitSource(
  source: Source,
  { heldOut, seed, stratified = false }: SplitSourceOptions,
): { train: Source; heldOut: Source } {
  if (!(heldOut > 0 && heldOut < 1)) {
    throw new RangeError(`splitSource: heldOut must be in (0, 1); got ${heldOut}.`);
  }
  if (source.length < 2) {
    throw new RangeError("splitSource: source must have at least 2 pictures; got 1.");
  }
  const out = stratified ? ofEachClass(source, heldOut, seed) : ofAll(source, heldOut, seed);
  const isOut = new Uint8Array(source.length);
  for (const index of out) isOut[index] = 1;
  const places = Int32Array.from(isOut.keys());
  return {
    train: subset(
      source,
      places.filter((index) => isOut[index] === 0),
    ),
    heldOut: subset(
      source,
      places.filter((index) => isOut[index] === 1),
    ),
  };
}

/** Places of pictures at random. */
function ofAll({ length }: Source, heldOut: number, seed: number): Iterable<number> {
  return permutation(length, { seed, purpose: "split" }).subarray(0, shareOf(length, heldOut));
}

/** Places of pictures of each class at random. */
function ofEachClass({ labels }: Source, heldOut: number, seed: number): number[] {
  if (labels === undefined) {
    throw new TypeError("splitSource: source must have labels to be stratified; got none.");
  }
  const out = membersByClass(labels).flatMap((members) => {
    if (members.length < 2) return [];
    const sample = labels[members[0] as number] as number;
    const order = permutation(members.length, { seed, purpose: "split", sample });
    const some = order.subarray(0, shareOf(members.length, heldOut));
    return Array.from(some, (place) => members[place] as number);
  });
  if (out.length > 0) return out;
  throw new RangeError(
    "splitSource: source must have at least 2 pictures of a class to be stratified; got 1 of each.",
  );
}

/** So many of `length` ≥ 2, at least one, and one is left. */
function shareOf(length: number, heldOut: number): number {
  return Math.min(length - 1, Math.max(1, Math.round(heldOut * length)));
}
