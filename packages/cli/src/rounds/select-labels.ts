import type { PseudoLabels } from "@unlabeled/data";
import {
  type ClassSelection,
  filterAndBalance,
  mostConfident,
  repeatedSamples,
  type Selection,
} from "@unlabeled/noisy-student";
import { UserError } from "../user-error.ts";
import type { SelectionConfig } from "./round-config.ts";

/** Pictures that a student sees. */
export interface Selected {
  /** Their places in the source, as often as they have copies, rising. */
  readonly places: Int32Array;
  readonly byClass: readonly ClassSelection[];
}

/** No real confidence is as small: a softmax of L classes has at least 1 / L. */
const LEAST = 1e-6;

/**
 * Chooses pictures by what a teacher said of them.
 *
 * @throws {UserError} If it was sure enough of none.
 */
export function selectLabels(
  labels: PseudoLabels,
  { by, perClass, minConfidence }: SelectionConfig,
  seed: number,
): Selected {
  const greatest = labels.confidences.reduce((a, b) => Math.max(a, b), 0);
  if (greatest === 0 || greatest < minConfidence) {
    const what =
      greatest === 0
        ? "which has none that can be read and was not rejected"
        : `of which the teacher is ${(100 * greatest).toFixed(1)}% sure at most`;
    throw new UserError(
      `--min-confidence must leave pictures to learn from; got ${minConfidence} for UNLABELED, ${what}. Make it smaller, train the teacher longer, or bring pictures of its classes.`,
    );
  }
  const selection = selectionOf(labels, { by, perClass, minConfidence }, seed);
  return { places: repeatedSamples(selection), byClass: selection.byClass };
}

function selectionOf(
  labels: PseudoLabels,
  { by, perClass, minConfidence }: SelectionConfig,
  seed: number,
): Selection {
  if (by === "all" || perClass === undefined) return eachOnce(labels, minConfidence);
  const options = { perClass, seed };
  // a picture without a label has confidence 0, which nothing may let in
  if (by === "surest") {
    return mostConfident(labels, { ...options, minConfidence: Math.max(minConfidence, LEAST) });
  }
  return filterAndBalance(labels, { ...options, minConfidence: Math.max(minConfidence, 0.01) });
}

/** Every picture that has a label of that confidence. */
function eachOnce(
  { labels, confidences, classes }: PseudoLabels,
  minConfidence: number,
): Selection {
  const least = Math.max(minConfidence, LEAST);
  const samples = Int32Array.from(labels.keys()).filter(
    (at) => (confidences[at] as number) >= least,
  );
  const counts = new Int32Array(classes);
  for (const at of samples) {
    const label = labels[at] as number;
    counts[label] = (counts[label] as number) + 1;
  }
  return {
    samples,
    copies: new Int32Array(samples.length).fill(1),
    byClass: Array.from(counts, (pool) => ({
      ...{ threshold: minConfidence, pool, kept: pool, copies: pool },
    })),
  };
}
