import { checkTable } from "../features/check-tables.ts";
import type { FeatureTable } from "../features/feature-table.ts";
import { softmaxInPlace } from "../solver/softmax-objective.ts";

/** A linear classifier: softmax(W x + b). */
export interface LinearModel {
  /** The labels, rising: the order of the model's outputs, `[L]`. */
  readonly classes: Int32Array;
  /** F. */
  readonly width: number;
  /** W, `[L, F]`, class after class. */
  readonly weights: Float64Array;
  /** b, `[L]`. */
  readonly biases: Float64Array;
}

/** A logistic regression and how its fit ended. */
export interface LogisticModel extends LinearModel {
  /** λ of Σ cross-entropy + λ/2 ‖W‖². */
  readonly l2: number;
  /** In what the products with the rows were computed: "float32" is on the current engine. */
  readonly arithmetic: "float64" | "float32";
  /** L-BFGS steps. */
  readonly iterations: number;
  /** Whether the gradient fell below the tolerance. */
  readonly converged: boolean;
  /** Largest element of the gradient of the mean loss at the end. */
  readonly gradientNorm: number;
  /** Mean cross-entropy + λ/(2N) ‖W‖² at the end, in nats. */
  readonly loss: number;
}

/**
 * The model's probabilities of its classes.
 *
 * @param features - Rows of the model's width.
 * @returns `[N, L]`, row after row; classes in the order of `model.classes`.
 * @throws {RangeError} If the widths differ.
 */
export function probabilities(model: LinearModel, features: FeatureTable): Float64Array {
  checkTable("probabilities", "features", features);
  if (features.width !== model.width) {
    throw new RangeError(
      `probabilities: features.width must be the model's, ${model.width}; got ${features.width}.`,
    );
  }
  const L = model.classes.length;
  const rows = scoresOf(model, features);
  for (let at = 0; at < rows.length; at += L) softmaxInPlace(rows.subarray(at, at + L));
  return rows;
}

/** The most probable class of each row; of equal scores the smallest label. */
export function predictedLabels(model: LinearModel, features: FeatureTable): Int32Array {
  const L = model.classes.length;
  const scores = scoresOf(model, features);
  return Int32Array.from({ length: features.count }, (_, n) => {
    const row = scores.subarray(n * L, (n + 1) * L);
    return model.classes[row.indexOf(Math.max(...row))] as number;
  });
}

function scoresOf(
  { classes, width: F, weights, biases }: LinearModel,
  { values, count }: FeatureTable,
): Float64Array {
  const L = classes.length;
  const scores = new Float64Array(count * L);
  for (let n = 0; n < count; n++) {
    for (let l = 0; l < L; l++) {
      let sum = biases[l] as number;
      for (let f = 0; f < F; f++) {
        sum += (values[n * F + f] as number) * (weights[l * F + f] as number);
      }
      scores[n * L + l] = sum;
    }
  }
  return scores;
}
