import * as tf from "@tensorflow/tfjs";
import { permutation } from "@unlabeled/core";
import { labeledTables } from "../features/check-tables.ts";
import type { FeatureTable, LabeledTable } from "../features/feature-table.ts";
import { checkCounts, checkPositive } from "../figures/check-options.ts";
import { agreement, classPlaces, distinctClasses, requireClasses } from "../figures/classes.ts";
import { type Figure, stamped } from "../figures/figure.ts";
import { type LinearModel, predictedLabels } from "./logistic-model.ts";

/** How a linear probe is trained. */
export interface LinearProbeOptions {
  /** Passes over the training rows, ≥ 1. Default 80, BYOL's (SimCLR: 90). */
  readonly epochs?: number;
  /** Rows a step, ≥ 1; all rows where there are fewer. Default 1024, BYOL's (SimCLR: 4096). */
  readonly batchSize?: number;
  /**
   * η > 0; the learning rate starts at η · batchSize / 256 and falls to 0 by half a cosine. Default 0.2, that
   * of BYOL's code (the paper sweeps 0.05 … 0.4; SimCLR: 0.1). It suits features of the scale that a
   * ResNet makes: `standardize` others.
   */
  readonly baseLearningRate?: number;
  /** Decides the order of the rows, an integer in [0, 2^32). Default 0. */
  readonly seed?: number;
}

/** Settings of a linear probe's figure, as used. */
export interface LinearProbeProtocol extends Required<LinearProbeOptions> {
  readonly method: "linear probe by SGD";
  readonly momentum: number;
  readonly weightDecay: 0;
}

const MOMENTUM = 0.9; // Nesterov's, in BYOL and SimCLR alike

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
  const model = await trainedClassifier(tables.train, options);
  return stamped(
    agreement(predictedLabels(model, test), tables.test.labels),
    { method: "linear probe by SGD", ...options, momentum: MOMENTUM, weightDecay: 0 },
    { train, test, classes: model.classes },
  );
}

/** The classifier itself. */
export async function trainedClassifier(
  train: LabeledTable,
  { epochs, batchSize, baseLearningRate, seed }: Required<LinearProbeOptions>,
): Promise<LinearModel> {
  const { count: N, width: F } = train;
  const classes = distinctClasses(train.labels);
  requireClasses("linearProbe", classes);
  const L = classes.length;
  const rows = tf.tensor2d(train.values, [N, F]);
  const targets = tf.tidy(() =>
    tf.oneHot(tf.tensor1d(classPlaces(train.labels, classes), "int32"), L),
  );
  const weights = tf.variable(tf.zeros([F + 1, L])); // the last row is the intercepts
  const velocity = tf.variable(tf.zeros([F + 1, L]));
  const stepsPerEpoch = Math.floor(N / batchSize);
  const totalSteps = epochs * stepsPerEpoch;
  const peak = (baseLearningRate * batchSize) / 256;
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = Int32Array.from(permutation(N, { seed, purpose: "linear-probe", epoch }));
      for (let batch = 0; batch < stepsPerEpoch; batch++) {
        const step = epoch * stepsPerEpoch + batch;
        const rate = peak * 0.5 * (1 + Math.cos((Math.PI * step) / totalSteps));
        const chosen = order.subarray(batch * batchSize, (batch + 1) * batchSize);
        nesterovStep(rows, targets, chosen, { weights, velocity, rate });
      }
    }
    const trained = await weights.data();
    if (trained.some((weight) => !Number.isFinite(weight))) {
      throw new RangeError(
        `linearProbe: baseLearningRate must be small enough to converge; got ${baseLearningRate}, which diverged. Standardize the features or lower it.`,
      );
    }
    return {
      classes,
      width: F,
      weights: Float64Array.from(
        { length: L * F },
        (_, i) => trained[(i % F) * L + Math.floor(i / F)] as number,
      ),
      biases: Float64Array.from(trained.subarray(F * L)),
    };
  } finally {
    tf.dispose([rows, targets, weights, velocity]);
  }
}

interface Update {
  readonly weights: tf.Variable;
  readonly velocity: tf.Variable;
  readonly rate: number;
}

/** v ← m v + g, w ← w − η (g + m v): the form of PyTorch and optax. */
function nesterovStep(
  rows: tf.Tensor2D,
  targets: tf.Tensor,
  chosen: Int32Array,
  { weights, velocity, rate }: Update,
): void {
  tf.tidy(() => {
    const indices = tf.tensor1d(chosen, "int32");
    const ones = tf.ones([chosen.length, 1]);
    const x = tf.concat([tf.gather(rows, indices), ones], 1); // [B, F + 1]
    const residuals = tf.sub(
      tf.softmax(tf.matMul(x, weights as tf.Tensor as tf.Tensor2D)),
      tf.gather(targets, indices),
    );
    const gradient = tf.div(tf.matMul(tf.transpose(x), residuals), chosen.length);
    velocity.assign(tf.add(tf.mul(velocity, MOMENTUM), gradient));
    const step = tf.add(gradient, tf.mul(velocity, MOMENTUM));
    weights.assign(tf.sub(weights, tf.mul(step, rate)));
  });
}
