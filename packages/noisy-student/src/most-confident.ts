import { randomStream } from "@unlabeled/core";
import { greatestOfEach } from "./greatest-of-each.ts";
import { assertPredictions, type Predictions } from "./predictions.ts";
import {
  assertSelectionOptions,
  assertSomeKept,
  type Selection,
  type SelectionOptions,
  selectionOf,
} from "./selection.ts";

/**
 * Selects pseudo-labels as the paper's text says: for each class exactly the `perClass` pictures that the teacher is surest of, and
 * where there are fewer, copies of pictures at random until there are as many.
 *
 * Of equally sure pictures the first are kept. Copies are as even as they can be: no picture has two more than another. Their draw is a
 * function of the seed and the picture's position alone. The authors' code does what `filterAndBalance` does.
 *
 * A class without a picture of `minConfidence` stays empty.
 *
 * @throws {RangeError} If predictions or options are not in their range, or no picture is as sure as `minConfidence`.
 *
 * @see Xie et al., Self-training with Noisy Student improves ImageNet classification, 2020, section 3.1:
 *   https://arxiv.org/abs/1911.04252
 *
 * @example
 * const { samples, copies } = mostConfident(topPredictions({ values, width: 10 }), { perClass: 5000 });
 */
export function mostConfident(
  predictions: Predictions,
  { perClass, minConfidence = 0.3, seed = 0 }: SelectionOptions,
): Selection {
  assertSelectionOptions("mostConfident", { perClass, minConfidence, seed });
  assertPredictions("mostConfident", predictions);
  const { labels, confidences: scores, classes } = predictions;
  const sure = Uint8Array.from(scores, (confidence) => Number(confidence >= minConfidence));
  const wanted = new Float64Array(classes).fill(perClass);
  const { marked, cuts } = greatestOfEach({ scores, labels, among: sure }, wanted);
  const thresholds = cuts.map((cut) => Math.max(cut, minConfidence));
  const pools = new Float64Array(classes);
  labels.forEach((label, i) => {
    const reached = (scores[i] as number) >= (thresholds[label] as number);
    pools[label] = (pools[label] as number) + Number(reached);
  });
  const byClass = Array.from(thresholds, (threshold, label) => {
    return { threshold, pool: pools[label] as number };
  });
  assertSomeKept("mostConfident", predictions, byClass, minConfidence);

  const rest = pools.map((pool) => (pool > 0 && pool < perClass ? perClass % pool : 0));
  const oneMore = drawn(predictions, marked, rest, seed);
  const copies = Int32Array.from(marked, (isKept, i) => {
    const whole = Math.max(1, Math.floor(perClass / (pools[labels[i] as number] as number)));
    return isKept ? whole + (oneMore[i] as number) : 0;
  });
  return selectionOf(predictions, copies, byClass);
}

/** Marks as many of each class as `counts` has, at random. */
function drawn(
  { labels }: Predictions,
  among: Uint8Array,
  counts: Float64Array,
  seed: number,
): Uint8Array {
  const isDrawn = among.map(
    (isIn, i) => isIn * Number((counts[labels[i] as number] as number) > 0),
  );
  const scores = Float64Array.from(isDrawn, (isIn, sample) =>
    isIn ? randomStream({ seed, purpose: "pseudo-label copy", sample }).uniform() : 0,
  );
  return greatestOfEach({ scores, labels, among: isDrawn }, counts).marked;
}
