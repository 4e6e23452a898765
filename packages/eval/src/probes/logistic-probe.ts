import { labeledTables } from "../features/check-tables.ts";
import type { FeatureTable } from "../features/feature-table.ts";
import { agreement } from "../figures/classes.ts";
import { type Figure, stamped } from "../figures/figure.ts";
import { type LogisticModel, predictedLabels } from "./logistic-model.ts";
import {
  checkedLogisticOptions,
  type LogisticOptions,
  logisticRegression,
} from "./logistic-regression.ts";

/** Settings and end of a logistic regression's figure. */
export interface LogisticProtocol extends FitRecord {
  readonly method: "logistic regression";
}

/** How fits went, for a figure's stamp. */
export interface FitRecord {
  /** λ of Σ cross-entropy + λ/2 ‖W‖²; scikit-learn's C is 1/λ. */
  readonly l2: number;
  /** Of the gradient of the mean loss. */
  readonly tolerance: number;
  /** In what the products with the rows were computed. */
  readonly arithmetic: "float64" | "float32";
  /** L-BFGS steps; the most of several fits. */
  readonly iterations: number;
  /** Whether every fit converged. */
  readonly converged: boolean;
}

/**
 * Accuracy of a linear probe on all labels: logistic regression on frozen features.
 *
 * @param train - Rows to fit, with labels.
 * @param test - Rows to measure, with labels.
 * @throws {RangeError} If the tables do not fit each other or an option is out of range.
 * @throws {TypeError} If labels are missing.
 *
 * @see Kornblith et al., Do Better ImageNet Models Transfer Better?, 2019, appendix A: the protocol that
 *   SimCLR and BYOL follow for transfer; `sweepPenalty` adds its choice of λ.
 *
 * @example
 * const { accuracy, protocol } = await logisticProbe(train, test, { l2: 1 });
 */
export async function logisticProbe(
  train: FeatureTable,
  test: FeatureTable,
  options: LogisticOptions = {},
): Promise<Figure<LogisticProtocol>> {
  const tables = labeledTables("logisticProbe", train, test);
  const checked = checkedLogisticOptions("logisticProbe", options);
  const model = await logisticRegression(tables.train, checked);
  return stamped(
    agreement(predictedLabels(model, test), tables.test.labels),
    { method: "logistic regression", ...fitRecord([model], checked.tolerance) },
    { train, test, classes: model.classes },
  );
}

/** What the fits of one penalty have in common, and the worst of what they have not. */
export function fitRecord(
  models: readonly [LogisticModel, ...LogisticModel[]],
  tolerance: number,
): FitRecord {
  const [{ l2, arithmetic }] = models;
  return {
    l2,
    tolerance,
    arithmetic,
    iterations: Math.max(...models.map((model) => model.iterations)),
    converged: models.every((model) => model.converged),
  };
}
