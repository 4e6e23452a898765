import { labeledTables } from "../features/check-tables.ts";
import type { FeatureTable, LabeledTable } from "../features/feature-table.ts";
import { rowsOf } from "../features/rows-of.ts";
import { checkCounts } from "../figures/check-options.ts";
import { agreement, distinctClasses, requireClasses } from "../figures/classes.ts";
import { type Figure, stamped } from "../figures/figure.ts";
import { shuffledClasses } from "./class-draw.ts";
import { type LogisticModel, predictedLabels } from "./logistic-model.ts";
import { type FitRecord, fitRecord } from "./logistic-probe.ts";
import {
  checkedLogisticOptions,
  type LogisticOptions,
  logisticRegression,
} from "./logistic-regression.ts";

/** How few labels are drawn, and fitted. */
export interface FewLabelOptions extends LogisticOptions {
  /** Rows a class that keep their label, ≥ 1. Default 10. */
  readonly labelsPerClass?: number;
  /** Draws of such rows, ≥ 1. Default 10: one draw alone varies by several points. */
  readonly draws?: number;
  /** Decides the draws, an integer in [0, 2^32). Default 0. */
  readonly seed?: number;
}

/** Settings of a few-label figure. */
export interface FewLabelProtocol extends FitRecord {
  readonly method: "logistic regression on few labels";
  readonly labelsPerClass: number;
  readonly draws: number;
  readonly seed: number;
}

/** The mean over draws, and how far they lie apart. */
export interface FewLabelFigure extends Figure<FewLabelProtocol> {
  /** Of each draw. `accuracy` is their mean. */
  readonly accuracies: readonly number[];
  /** Sample standard deviation of the draws (divided by draws − 1); 0 for one draw. */
  readonly standardDeviation: number;
}

/**
 * Accuracy of logistic regression on a few labels a class: what pre-training on many pictures is for.
 *
 * Each draw takes `labelsPerClass` rows of every class of `train`, fits them and measures on all of
 * `test`. Draw d is a function of the seed, d and the labels alone, so that all features of the same
 * pictures are measured on the same draws.
 *
 * @throws {RangeError} If a class has too few rows, the tables do not fit each other or an option is
 *   out of range.
 * @throws {TypeError} If labels are missing.
 *
 * @example
 * const { accuracy, standardDeviation } = await fewLabelAccuracy(train, test, { labelsPerClass: 10 });
 */
export async function fewLabelAccuracy(
  train: FeatureTable,
  test: FeatureTable,
  { labelsPerClass = 10, draws = 10, seed = 0, ...logistic }: FewLabelOptions = {},
): Promise<FewLabelFigure> {
  const tables = labeledTables("fewLabelAccuracy", train, test);
  const options = checkedLogisticOptions("fewLabelAccuracy", logistic);
  checkCounts("fewLabelAccuracy", { labelsPerClass, draws });
  const classes = distinctClasses(tables.train.labels);
  requireClasses("fewLabelAccuracy", classes);
  const fit = async (draw: number): Promise<LogisticModel> => {
    const order = shuffledClasses(tables.train.labels, classes, {
      seed,
      purpose: "few-labels",
      draw,
    });
    requireRows(order, classes, labelsPerClass);
    const chosen = order.flatMap((rows) => rows.slice(0, labelsPerClass));
    return logisticRegression(rowsOf(tables.train, chosen), options);
  };
  const first = await fit(0);
  const models: [LogisticModel, ...LogisticModel[]] = [first];
  for (let draw = 1; draw < draws; draw++) models.push(await fit(draw));
  const accuracies = models.map((model) => accuracyOf(model, tables.test));
  const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / draws;
  const figure = stamped(
    mean,
    {
      method: "logistic regression on few labels" as const,
      labelsPerClass,
      draws,
      seed,
      ...fitRecord(models, options.tolerance),
    },
    { train, test, classes },
  );
  return { ...figure, accuracies, standardDeviation: sampleDeviation(accuracies, mean) };
}

function requireRows(
  order: readonly number[][],
  classes: Int32Array,
  labelsPerClass: number,
): void {
  for (const [place, rows] of order.entries()) {
    if (rows.length < labelsPerClass) {
      throw new RangeError(
        `fewLabelAccuracy: every class of train must have labelsPerClass = ${labelsPerClass} rows; got ${rows.length} of class ${classes[place]}.`,
      );
    }
  }
}

function accuracyOf(model: LogisticModel, test: LabeledTable): number {
  return agreement(predictedLabels(model, test), test.labels);
}

function sampleDeviation(values: readonly number[], mean: number): number {
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}
