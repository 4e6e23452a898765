import { labeledTable } from "../features/check-tables.ts";
import type { FeatureTable } from "../features/feature-table.ts";
import { checkCounts, checkPositive } from "../figures/check-options.ts";
import type { LogisticModel } from "./logistic-model.ts";
import { type ConvergenceOptions, logisticProblem } from "./logistic-problem.ts";

/** How a logistic regression is fitted. */
export interface LogisticOptions extends ConvergenceOptions {
  /**
   * λ > 0 of Σ cross-entropy + λ/2 ‖W‖²: a sum over rows, intercepts free. scikit-learn's C is 1/λ.
   * Default 1, scikit-learn's.
   */
  readonly l2?: number;
}

/** The options with their defaults, checked for the public function `caller`. */
export function checkedLogisticOptions(
  caller: string,
  { l2 = 1, tolerance = 1e-4, maxIterations = 1000 }: LogisticOptions,
): Required<LogisticOptions> {
  checkPositive(caller, { l2, tolerance });
  checkCounts(caller, { maxIterations });
  return { l2, tolerance, maxIterations };
}

/**
 * Multinomial logistic regression with an L2 penalty, by L-BFGS until the gradient vanishes.
 *
 * Minimizes Σₙ −log softmax(W xₙ + b)[yₙ] + λ/2 ‖W‖². Look at `converged`: where it is false, the rows
 * are badly scaled or λ is very small; `standardize`, a larger λ or more steps help. With two classes
 * both have weights, so that λ here is 2/C of scikit-learn, which then fits one vector.
 *
 * Large problems are multiplied on the current engine in float32 if `useEngine` chose a fast one;
 * all else is float64.
 *
 * @param train - Rows with labels; at least two classes.
 * @throws {RangeError} If an option is out of range, a value is not finite or there is one class only.
 * @throws {TypeError} If labels are missing.
 *
 * @example
 * const model = await logisticRegression(train, { l2: 0.1 });
 * const rows = probabilities(model, test); // [N, L]
 */
export async function logisticRegression(
  train: FeatureTable,
  options: LogisticOptions = {},
): Promise<LogisticModel> {
  const table = labeledTable("logisticRegression", "train", train);
  const { l2, ...convergence } = checkedLogisticOptions("logisticRegression", options);
  const problem = logisticProblem("logisticRegression", table);
  try {
    return await problem.fit(l2, convergence);
  } finally {
    problem.dispose();
  }
}
