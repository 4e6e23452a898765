import { labeledTables } from "../features/check-tables.ts";
import type { FeatureTable } from "../features/feature-table.ts";
import { checkCounts, checkPositive } from "../figures/check-options.ts";
import { agreement } from "../figures/classes.ts";
import { type Figure, stamped } from "../figures/figure.ts";
import { predictedLabels } from "./logistic-model.ts";
import { type LinearProbeOptions, MOMENTUM, sgdClassifier } from "./sgd-classifier.ts";

/** Settings of a linear probe's figure, as used. */
export interface LinearProbeProtocol extends Required<LinearProbeOptions> {
  readonly method: "linear probe by SGD";
  readonly momentum: number;
  readonly weightDecay: 0;
}

/**
 * Accuracy of a linear classifier trained by SGD on frozen features, after BYOL's linear evaluation:
 * Nesterov momentum 0.9, cosine schedule without warm-up, no weight decay.
 *
 * Weights start at 0. Rows that do not fill a batch are left out of an epoch, others each time. Unlike
 * the papers' it sees no augmentations, since features are computed once. Where figures are compared,
 * prefer `logisticProbe`, which has no learning rate to tune.
 *
 * @param train - Rows to train on, with labels.
 * @param test - Rows to measure, with labels.
 * @throws {RangeError} If the tables do not fit each other, an option is out of range, or training
 *   diverges.
 * @throws {TypeError} If labels are missing.
 *
 * @see Grill et al., Bootstrap Your Own Latent, 2020, appendix C.1: https://arxiv.org/abs/2006.07733
 */
export async function linearProbe(
  train: FeatureTable,
  test: FeatureTable,
  { epochs = 80, batchSize = 1024, baseLearningRate = 0.2, seed = 0 }: LinearProbeOptions = {},
): Promise<Figure<LinearProbeProtocol>> {
  const tables = labeledTables("linearProbe", train, test);
  checkCounts("linearProbe", { epochs, batchSize });
  checkPositive("linearProbe", { baseLearningRate });
  const options = {
    epochs,
    batchSize: Math.min(batchSize, train.count),
    baseLearningRate,
    seed,
  };
  const model = await sgdClassifier(tables.train, options);
  return stamped(
    agreement(predictedLabels(model, test), tables.test.labels),
    { method: "linear probe by SGD", ...options, momentum: MOMENTUM, weightDecay: 0 },
    { train, test, classes: model.classes },
  );
}
