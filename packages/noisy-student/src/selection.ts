import { assertPositiveIntegers } from "@unlabeled/core";
import type { Predictions } from "./predictions.ts";

/** Pictures that a student learns from, and how often each. */
export interface Selection {
  /** Their positions among all pictures, ascending, `[K]`. */
  readonly samples: Int32Array;
  /** How often each is there, `[K]`, ≥ 1. */
  readonly copies: Int32Array;
  /** What became of each class, `[L]`. */
  readonly byClass: readonly ClassSelection[];
}

/** What became of a class. A class without a picture that is sure enough has three zeros. */
export interface ClassSelection {
  /** The least confidence that could be kept, in [0, 1]; minConfidence where there are too few pictures. */
  readonly threshold: number;
  /** Pictures of at least that confidence. */
  readonly pool: number;
  /** Those of them that were kept. */
  readonly kept: number;
  /** All copies of these. */
  readonly copies: number;
}

/** Options of both ways to select pseudo-labels. */
export interface SelectionOptions {
  /** How many copies of pictures a class is to have, an integer ≥ 1; the authors': 130,000 of JFT's pictures, 53,113 of SVHN's. */
  readonly perClass: number;
  /** In [0, 1]; less sure pictures are left out. Default 0.3, the paper's. */
  readonly minConfidence?: number;
  /** Decides which pictures have one copy more, an integer in [0, 2^32). Default 0. */
  readonly seed?: number;
}

/** @throws {RangeError} If an option is not in its range. */
export function assertSelectionOptions(
  caller: string,
  { perClass, minConfidence, seed }: Required<SelectionOptions>,
): void {
  assertPositiveIntegers(caller, { perClass });
  if (!(minConfidence >= 0 && minConfidence <= 1)) {
    throw new RangeError(`${caller}: minConfidence must be in [0, 1]; got ${minConfidence}.`);
  }
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff)) {
    throw new RangeError(`${caller}: seed must be an integer in [0, 2^32); got ${seed}.`);
  }
}

/** Where a class is cut: threshold and pool of `ClassSelection`. */
export type Cut = Pick<ClassSelection, "threshold" | "pool">;

/**
 * @param copies - Of every picture, `[N]`; 0: left out.
 * @param cuts - Of every class, `[L]`.
 */
export function selectionOf(
  { labels }: Pick<Predictions, "labels">,
  copies: Int32Array,
  cuts: readonly Cut[],
): Selection {
  const byClass = cuts.map((cut) => ({ ...cut, kept: 0, copies: 0 }));
  let K = 0;
  for (const count of copies) if (count > 0) K++;
  const samples = new Int32Array(K);
  const kept = new Int32Array(K);
  let k = 0;
  for (let i = 0; i < copies.length; i++) {
    const count = copies[i] as number;
    if (count === 0) continue;
    samples[k] = i;
    kept[k++] = count;
    const ofClass = byClass[labels[i] as number] as (typeof byClass)[number];
    ofClass.kept++;
    ofClass.copies += count;
  }
  return { samples, copies: kept, byClass };
}

/** @throws {RangeError} If no class has a picture, which `minConfidence` alone can bring about. */
export function assertSomeKept(
  caller: string,
  { confidences }: Pick<Predictions, "confidences">,
  cuts: readonly Cut[],
  minConfidence: number,
): void {
  if (cuts.some(({ pool }) => pool > 0)) return;
  const greatest = confidences.reduce((a, b) => Math.max(a, b), 0);
  throw new RangeError(
    `${caller}: minConfidence must be at most the greatest confidence, ${greatest}, to keep a picture; got ${minConfidence}.`,
  );
}
