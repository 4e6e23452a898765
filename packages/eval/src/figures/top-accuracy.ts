import { labeledTable } from "../features/check-tables.ts";
import type { FeatureTable } from "../features/feature-table.ts";

export interface TopAccuracyOptions {
  /** Greatest values among which the label's must be, an integer in [1, width]. Default 1; ImageNet's other one is 5. */
  readonly k?: number;
}

/**
 * Top-k accuracy of a classifier: how often the label is among the k classes with the greatest logits.
 *
 * Of equal logits the smaller class counts as the greater, as `argMax` has it.
 *
 * @param logits - A column for each class, and labels, [N, L]: `extractFeatures` of a network to logits.
 * @returns In [0, 1].
 * @throws {RangeError} If there is no row, a value is not finite, a label is not a column or k is out of range.
 * @throws {TypeError} If labels are missing.
 *
 * @example
 * const logits = await extractFeatures(classifier, evaluationBatches(test, view, { batchSize: 250 }));
 * console.log(topAccuracy(logits), topAccuracy(logits, { k: 5 }));
 */
export function topAccuracy(logits: FeatureTable, { k = 1 }: TopAccuracyOptions = {}): number {
  const { values, count, width, labels } = labeledTable("topAccuracy", "logits", logits);
  if (!Number.isInteger(k) || k < 1 || k > width) {
    throw new RangeError(`topAccuracy: k must be an integer in [1, ${width}]; got ${k}.`);
  }
  const wrong = labels.find((label) => label >= width);
  if (wrong !== undefined) {
    throw new RangeError(
      `topAccuracy: labels must be in [0, ${width}), the columns of the logits; got ${wrong}.`,
    );
  }
  let right = 0;
  for (let row = 0; row < count; row++) {
    const label = labels[row] as number;
    const own = values[row * width + label] as number;
    let above = 0; // classes that come before the label
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column] as number;
      if (value > own || (value === own && column < label)) above++;
    }
    if (above < k) right++;
  }
  return right / count;
}
