import { assertProbabilities } from "./assert-probabilities.ts";
import type { Predictions } from "./predictions.ts";

/** A row of probabilities for each of N pictures. */
export interface ProbabilityTable {
  /** Row after row, `[N, L]`. */
  readonly values: Float32Array;
  /** L, the length of a row: the number of classes. */
  readonly width: number;
}

/**
 * The class that a teacher finds likeliest in each picture, and how sure it is of it; of equal ones the first.
 *
 * Where the table of all pictures does not fit into memory, ask for a part at a time and keep what this returns.
 *
 * @throws {RangeError} If the table is not whole rows of probabilities.
 *
 * @see Xie et al., Self-training with Noisy Student improves ImageNet classification, 2020, section 3.1: the class and its
 *   probability decide what is kept
 *
 * @example
 * const labels = new Int32Array(count);
 * const confidences = new Float32Array(count);
 * for (const { start, values } of parts) {
 *   const part = topPredictions({ values, width: 10 });
 *   labels.set(part.labels, start);
 *   confidences.set(part.confidences, start);
 * }
 */
export function topPredictions({ values, width }: ProbabilityTable): Predictions {
  if (!Number.isInteger(width) || width < 1 || values.length % width !== 0) {
    throw new RangeError(
      `topPredictions: values must be whole rows of width ≥ 1; got ${values.length} numbers in rows of ${width}.`,
    );
  }
  assertProbabilities("topPredictions", "values", values, width);
  const N = values.length / width;
  const [labels, confidences] = [new Int32Array(N), new Float32Array(N)];
  for (let i = 0; i < N; i++) {
    let best = 0;
    for (let l = 1; l < width; l++) {
      if ((values[i * width + l] as number) > (values[i * width + best] as number)) best = l;
    }
    labels[i] = best;
    confidences[i] = values[i * width + best] as number;
  }
  return { labels, confidences, classes: width };
}
