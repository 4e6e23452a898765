import { type PseudoLabels, readPseudoLabels } from "@unlabeled/data";
import type { RoundPlan } from "./plan-rounds.ts";

/**
 * The labels without those that a person rejected, in this round's folder or in one before: there a rejected label counts if the
 * new teacher gives it again, and not if it has learned better.
 *
 * @returns Labels of which rejected ones have the confidence 0, and how many these are.
 */
export async function withoutRejected(
  labels: PseudoLabels,
  before: readonly Pick<RoundPlan, "labelsFolder" | "unlabeled">[],
): Promise<{ readonly labels: PseudoLabels; readonly rejected: number }> {
  const confidences = labels.confidences.slice();
  const rejected = new Set(labels.rejected);
  for (const { labelsFolder, unlabeled } of before) {
    const earlier = await readPseudoLabels(labelsFolder, unlabeled);
    for (const place of earlier.rejected) {
      if (earlier.labels[place] === labels.labels[place]) rejected.add(place);
    }
  }
  for (const place of rejected) confidences[place] = 0;
  return { labels: { ...labels, confidences }, rejected: rejected.size };
}
