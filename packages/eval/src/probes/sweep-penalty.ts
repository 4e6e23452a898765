import { labeledTables } from "../features/check-tables.ts";
import type { FeatureTable, LabeledTable } from "../features/feature-table.ts";
import { rowsOf } from "../features/rows-of.ts";
import { checkPositive } from "../figures/check-options.ts";
import { agreement, distinctClasses, requireClasses } from "../figures/classes.ts";
import { type Figure, stamped } from "../figures/figure.ts";
import { shuffledClasses } from "./class-draw.ts";
import { predictedLabels } from "./logistic-model.ts";
import { type FitRecord, fitRecord } from "./logistic-probe.ts";
import { type ConvergenceOptions, logisticProblem } from "./logistic-problem.ts";
import { checkedLogisticOptions, logisticRegression } from "./logistic-regression.ts";

/** 45 penalties from 1e-6 to 1e5, four a decade: those of Kornblith et al., SimCLR and BYOL. */
export const PENALTIES: readonly number[] = Array.from({ length: 45 }, (_, i) => 10 ** (i / 4 - 6));

/** How λ is chosen. */
export interface SweepOptions extends ConvergenceOptions {
  /** λ of Σ cross-entropy + λ/2 ‖W‖², each > 0. Default `PENALTIES`. */
  readonly penalties?: readonly number[];
  /**
   * Part of every class of `train` that is held out to choose λ, in (0, 1). Default 0.1, BYOL's split of
   * CIFAR-10 (table 10).
   */
  readonly validationFraction?: number;
  /** Decides the rows that are held out, an integer in [0, 2^32). Default 0. */
  readonly seed?: number;
}

/** Settings of a sweep's figure; `l2` is the penalty chosen. */
export interface SweepProtocol extends FitRecord {
  readonly method: "logistic regression, swept penalty";
  readonly validationFraction: number;
  readonly seed: number;
}

/** The figure of the chosen penalty, and what it was chosen by. */
export interface SweepFigure extends Figure<SweepProtocol> {
  /** Accuracy on the rows held out, by penalty, from the largest. */
  readonly validation: readonly { readonly l2: number; readonly accuracy: number }[];
}

/**
 * Accuracy of logistic regression with the penalty that is best on held-out training rows: the linear
 * transfer protocol of SimCLR and BYOL.
 *
 * Chooses λ on the rows held out (of equally good ones the largest), fits all training rows with it and
 * measures on `test`, which has no part in the choice.
 *
 * @throws {RangeError} If the tables do not fit each other or an option is out of range.
 * @throws {TypeError} If labels are missing.
 *
 * @see Grill et al., Bootstrap Your Own Latent, 2020, appendix D; Kornblith et al. 2019, appendix A
 */
export async function sweepPenalty(
  train: FeatureTable,
  test: FeatureTable,
  { penalties = PENALTIES, validationFraction = 0.1, seed = 0, ...convergence }: SweepOptions = {},
): Promise<SweepFigure> {
  const tables = labeledTables("sweepPenalty", train, test);
  const options = checkedLogisticOptions("sweepPenalty", convergence);
  if (penalties.length === 0) {
    throw new RangeError("sweepPenalty: penalties must hold at least one number; got none.");
  }
  for (const penalty of penalties) checkPositive("sweepPenalty", { penalty });
  if (!(validationFraction > 0 && validationFraction < 1)) {
    throw new RangeError(
      `sweepPenalty: validationFraction must be in (0, 1); got ${validationFraction}.`,
    );
  }
  const { fitted, heldOut } = split(tables.train, validationFraction, seed);
  const problem = logisticProblem("sweepPenalty", fitted);
  const validation: { l2: number; accuracy: number }[] = [];
  try {
    // from the largest: each fit begins where the last ended, and the first is easy
    for (const l2 of [...penalties].sort((a, b) => b - a)) {
      const model = await problem.fit(l2, options);
      validation.push({ l2, accuracy: agreement(predictedLabels(model, heldOut), heldOut.labels) });
    }
  } finally {
    problem.dispose();
  }
  const best = validation.reduce((a, b) => (b.accuracy > a.accuracy ? b : a));
  const model = await logisticRegression(tables.train, { ...options, l2: best.l2 });
  const figure = stamped(
    agreement(predictedLabels(model, test), tables.test.labels),
    {
      method: "logistic regression, swept penalty" as const,
      validationFraction,
      seed,
      ...fitRecord([model], options.tolerance),
    },
    { train, test, classes: model.classes },
  );
  return { ...figure, validation };
}

/** Holds out the same part of every class, at least one row of those that have two. */
function split(
  train: LabeledTable,
  fraction: number,
  seed: number,
): { fitted: LabeledTable; heldOut: LabeledTable } {
  const classes = distinctClasses(train.labels);
  requireClasses("sweepPenalty", classes);
  const order = shuffledClasses(train.labels, classes, { seed, purpose: "validation", draw: 0 });
  const heldOut: number[] = [];
  const fitted: number[] = [];
  for (const rows of order) {
    const cut = Math.min(rows.length - 1, Math.max(1, Math.round(rows.length * fraction)));
    heldOut.push(...rows.slice(0, cut));
    fitted.push(...rows.slice(cut));
  }
  if (heldOut.length === 0) {
    throw new RangeError("sweepPenalty: a class of train must have at least 2 rows; got 1 each.");
  }
  return { fitted: rowsOf(train, fitted), heldOut: rowsOf(train, heldOut) };
}
