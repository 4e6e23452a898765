import { randomStream } from "@unlabeled/core";
import { assertPredictions, type Predictions } from "./predictions.ts";
import {
  assertSelectionOptions,
  assertSomeKept,
  type Cut,
  type Selection,
  type SelectionOptions,
  selectionOf,
} from "./selection.ts";

const STEPS = 100; // thresholds are 0.00, 0.01, …, 1.00

/**
 * Selects pseudo-labels as the authors' code does: about `perClass` copies of pictures for each class, of those that the teacher is
 * surest of.
 *
 * In each class the threshold falls from 1.00 by 0.01 until at least `perClass` pictures reach it, or to `minConfidence`; these
 * are its pool. Each of them gets c = perClass / pool copies: ⌊c⌋, and one more with the probability of the rest. So where there
 * are too many some are left out at random, not the least sure ones, and where there are too few all are there more than once.
 * The draw is a function of the seed and the picture's position alone. The paper's text is `mostConfident`.
 *
 * A class without a picture of `minConfidence` stays empty, as in their code; one of few pictures may lose all to the draws.
 *
 * @throws {RangeError} If predictions or options are not in their range, `minConfidence` is not in hundredths, or no picture
 *   is as sure.
 *
 * @see Xie et al., Self-training with Noisy Student improves ImageNet classification, 2020, section 3.1:
 *   https://arxiv.org/abs/1911.04252; google-research/noisystudent, filter_unlabel.py, `get_threshold` and `get_keep_image_idx`
 *
 * @example
 * const { samples, copies } = filterAndBalance(topPredictions({ values, width: 10 }), { perClass: 5000 });
 */
export function filterAndBalance(
  predictions: Predictions,
  { perClass, minConfidence = 0.3, seed = 0 }: SelectionOptions,
): Selection {
  assertSelectionOptions("filterAndBalance", { perClass, minConfidence, seed });
  const lowest = Math.round(minConfidence * STEPS);
  if (lowest / STEPS !== minConfidence) {
    throw new RangeError(
      `filterAndBalance: minConfidence must be a whole number of hundredths; got ${minConfidence}.`,
    );
  }
  assertPredictions("filterAndBalance", predictions);
  const cuts = cutsOf(predictions, perClass, lowest);
  assertSomeKept("filterAndBalance", predictions, cuts, minConfidence);

  const { labels, confidences } = predictions;
  const copies = new Int32Array(labels.length);
  for (let i = 0; i < copies.length; i++) {
    const { threshold, pool } = cuts[labels[i] as number] as Cut;
    if ((confidences[i] as number) < threshold) continue;
    const share = perClass / pool;
    const whole = Math.floor(share);
    const one = () => randomStream({ seed, purpose: "pseudo-label copy", sample: i });
    copies[i] = whole + Number(share > whole && one().chance(share - whole));
  }
  return selectionOf(predictions, copies, cuts);
}

/** The highest threshold that enough pictures of a class reach, or the lowest one. */
function cutsOf(
  { labels, confidences, classes }: Predictions,
  perClass: number,
  lowest: number,
): Cut[] {
  const counts = new Uint32Array(classes * (STEPS + 1));
  for (let i = 0; i < labels.length; i++) {
    const bin = (labels[i] as number) * (STEPS + 1) + stepOf(confidences[i] as number);
    counts[bin] = (counts[bin] as number) + 1;
  }
  return Array.from({ length: classes }, (_, label) => {
    let step = STEPS;
    let pool = counts[label * (STEPS + 1) + step] as number;
    while (pool < perClass && step > lowest) pool += counts[label * (STEPS + 1) + --step] as number;
    return { threshold: step / STEPS, pool };
  });
}

/** The greatest step that is not above the confidence, compared as the thresholds are, whatever a product rounds to. */
function stepOf(confidence: number): number {
  const near = Math.round(confidence * STEPS);
  return near / STEPS > confidence ? near - 1 : near;
}
