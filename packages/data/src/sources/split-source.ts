import { permutation } from "@unlabeled/core";
import type { Source } from "./source.ts";
import { subset } from "./subset.ts";

export interface SplitSourceOptions {
  /** The part that is held out, in (0, 1); at least one picture, and at least one is left to train on. */
  readonly heldOut: number;
  /** The seed that decides which, an integer in [0, 2^32). */
  readonly seed: number;
}

/**
 * A source in two parts that share no picture, drawn at random; each keeps the source's order.
 *
 * Pictures of one scene, person or video belong together: split those by hand, with `subset`.
 *
 * @throws {RangeError} If the source has fewer than two pictures, or an option is out of its range.
 *
 * @example
 * const { train, heldOut } = splitSource(source, { heldOut: 0.1, seed: 0 });
 */
export function splitSource(
  source: Source,
  { heldOut, seed }: SplitSourceOptions,
): { train: Source; heldOut: Source } {
  if (!(heldOut > 0 && heldOut < 1)) {
    throw new RangeError(`splitSource: heldOut must be in (0, 1); got ${heldOut}.`);
  }
  if (source.length < 2) {
    throw new RangeError("splitSource: source must have at least 2 pictures; got 1.");
  }
  const count = Math.min(source.length - 1, Math.max(1, Math.round(heldOut * source.length)));
  const order = permutation(source.length, { seed, purpose: "split" });
  return {
    train: subset(source, order.slice(count).sort()),
    heldOut: subset(source, order.slice(0, count).sort()),
  };
}
