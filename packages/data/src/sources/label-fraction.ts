import { permutation } from "@unlabeled/core";
import { membersByClass } from "./members-by-class.ts";
import type { Source } from "./source.ts";
import { subset } from "./subset.ts";

export interface LabelFractionOptions {
  /** The part of the pictures that keeps its labels, in (0, 1]. */
  readonly fraction: number;
  /** Decides which, an integer in [0, 2^32). Default 0. */
  readonly seed?: number;
}

/**
 * A part of a labelled source with as many pictures of each class, drawn at random, in the source's order.
 *
 * Of N pictures there are ⌊fraction · N⌋, shared out evenly: classes differ by one picture at most, as in SimCLR's lists
 * of 1% and 10% of ImageNet (12 or 13 a class), or where a class has no more to give. Smaller fractions of one seed are
 * parts of larger ones.
 *
 * @throws {RangeError} If the fraction is out of its range or leaves a class without a picture.
 * @throws {TypeError} If the source has no labels.
 *
 * @see Chen et al., Big Self-Supervised Models are Strong Semi-Supervised Learners, 2020, section 3; google-research/simclr,
 *   imagenet_subsets
 *
 * @example
 * const few = labelFraction(await openSource("./flowers", { labels: true }), { fraction: 0.1 });
 */
export function labelFraction(
  source: Source,
  { fraction, seed = 0 }: LabelFractionOptions,
): Source {
  if (!(fraction > 0 && fraction <= 1)) {
    throw new RangeError(`labelFraction: fraction must be in (0, 1]; got ${fraction}.`);
  }
  if (source.labels === undefined) {
    throw new TypeError("labelFraction: source must have labels; got none: open it with labels.");
  }
  const classes = membersByClass(source.labels);
  const total = Math.floor(fraction * source.length + 1e-9); // 0.07 · 100 is 7
  if (total < classes.length) {
    const least = Math.ceil((1e4 * classes.length) / source.length) / 1e4;
    throw new RangeError(
      `labelFraction: fraction must leave a picture of each of the ${classes.length} classes; got ${fraction} of ${source.length} pictures, ${total}. ${least} is enough.`,
    );
  }
  const shares = evenShares(
    classes.map(({ length }) => length),
    total,
  );
  const kept = classes.flatMap((members, i) => {
    const label = source.labels?.[members[0] as number] as number;
    const order = permutation(members.length, { seed, purpose: "label fraction", sample: label });
    return Array.from(order.subarray(0, shares[i]), (place) => members[place] as number);
  });
  return subset(source, Float64Array.from(kept).sort());
}

/** How many of `total` each class gives: the same, up to what it has; what is left over one each, in order. */
function evenShares(sizes: readonly number[], total: number): number[] {
  const given = sizes.map(() => 0);
  let left = total;
  while (left > 0) {
    const open = sizes.flatMap((size, i) => (size > (given[i] as number) ? [i] : []));
    const each = Math.max(1, Math.floor(left / open.length));
    for (const i of open.slice(0, left)) {
      const more = Math.min(each, (sizes[i] as number) - (given[i] as number), left);
      given[i] = (given[i] as number) + more;
      left -= more;
    }
  }
  return given;
}
