import type { LabeledTable } from "../features/feature-table.ts";
import { classPlaces, distinctClasses, requireClasses } from "../figures/classes.ts";
import { type CentredRows, centredRows } from "../solver/centred-rows.ts";
import { lbfgs } from "../solver/lbfgs.ts";
import { softmaxPreconditioner } from "../solver/preconditioner.ts";
import { productsFor } from "../solver/products.ts";
import { rowSpace } from "../solver/row-space.ts";
import { softmaxObjective } from "../solver/softmax-objective.ts";
import type { LogisticModel } from "./logistic-model.ts";

/** When a fit ends. */
export interface ConvergenceOptions {
  /**
   * Ends when no element of the gradient of the mean loss is larger, > 0. Default 1e-4,
   * scikit-learn's.
   */
  readonly tolerance?: number;
  /** Ends, not converged, after so many L-BFGS steps, ≥ 1. Default 1000. */
  readonly maxIterations?: number;
}

/** A table prepared for fits with several penalties. */
export interface LogisticProblem {
  readonly classes: Int32Array;
  /** Fits one penalty, from where the last fit ended. */
  fit(l2: number, convergence: Required<ConvergenceOptions>): Promise<LogisticModel>;
  dispose(): void;
}

const WIDEST_PRECONDITIONED = 1024; // beyond it, factorizing F × F costs more than the steps it saves

/** Centres the rows, shortens them where they are few, and chooses the arithmetic. */
export function logisticProblem(caller: string, train: LabeledTable): LogisticProblem {
  const classes = distinctClasses(train.labels);
  requireClasses(caller, classes);
  const L = classes.length;
  const targets = classPlaces(train.labels, classes);
  const centred = centredRows(train);
  const span = train.count < train.width ? rowSpace(centred) : undefined;
  const rows = span?.rows ?? centred;
  const products = productsFor(rows, L);
  const x = new Float64Array(L * (rows.width + 1));
  let gram: Float64Array | undefined;
  return {
    classes,
    async fit(l2, convergence) {
      const problem = { count: rows.count, width: rows.width, classCount: L };
      const penalty = l2 / rows.count; // of the mean loss, which L-BFGS minimizes
      if (rows.width <= WIDEST_PRECONDITIONED) gram ??= await products.gram();
      const result = await lbfgs(softmaxObjective({ ...problem, products, targets, penalty }), x, {
        ...convergence,
        noise: products.noise,
        precondition: gram && softmaxPreconditioner({ ...problem, gram, penalty }),
      });
      const weights = x.slice(0, L * rows.width);
      return {
        classes,
        ...restored(centred, span?.lift(weights, L) ?? weights, x.subarray(L * rows.width)),
        l2,
        arithmetic: products.arithmetic,
        iterations: result.iterations,
        converged: result.converged,
        gradientNorm: result.gradientNorm,
        loss: result.value,
      };
    },
    dispose: () => products.dispose(),
  };
}

/** The model of the rows as they were: the mean goes into the intercepts. */
function restored(
  { means, width }: CentredRows,
  weights: Float64Array,
  centredBiases: Float64Array,
): Pick<LogisticModel, "width" | "weights" | "biases"> {
  const biases = centredBiases.map((bias, l) => {
    let shift = 0;
    for (let f = 0; f < width; f++)
      shift += (weights[l * width + f] as number) * (means[f] as number);
    return bias - shift;
  });
  return { width, weights, biases };
}
