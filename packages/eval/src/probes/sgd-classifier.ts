import * as tf from "@tensorflow/tfjs";
import { permutation } from "@unlabeled/core";
import type { LabeledTable } from "../features/feature-table.ts";
import { classPlaces, distinctClasses, requireClasses } from "../figures/classes.ts";
import type { LinearModel } from "./logistic-model.ts";

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

/** Nesterov's, in BYOL and SimCLR alike. */
export const MOMENTUM = 0.9;

/** The linear probe's classifier: SGD from weights 0 on the softmax cross-entropy. */
export async function sgdClassifier(
  train: LabeledTable,
  { epochs, batchSize, baseLearningRate, seed }: Required<LinearProbeOptions>,
): Promise<LinearModel> {
  const { count: N, width: F } = train;
  const classes = distinctClasses(train.labels);
  requireClasses("linearProbe", classes);
  const L = classes.length;
  const targets = classPlaces(train.labels, classes);
  const weights = zeroVariable([L, F + 1]);
  const velocity = zeroVariable([L, F + 1]);
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
        nesterovStep(
          rowsWithOnes(train, chosen),
          chosen.map((n) => targets[n] as number),
          { weights, velocity, rate },
        );
      }
    }
    const trained = await weights.data();
    if (trained.some((weight) => !Number.isFinite(weight))) {
      throw new RangeError(
        `linearProbe: baseLearningRate must be small enough to converge; got ${baseLearningRate}, which diverged. Standardize the features or lower it.`,
      );
    }
    const kept = (l: number) => trained.subarray(l * (F + 1), l * (F + 1) + F);
    return {
      classes,
      width: F,
      weights: Float64Array.from(Array.from(classes.keys()).flatMap((l) => Array.from(kept(l)))),
      biases: Float64Array.from(classes, (_, l) => trained[l * (F + 1) + F] as number),
    };
  } finally {
    tf.dispose([weights, velocity]);
  }
}

function zeroVariable(shape: [number, number]): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zeros(shape))); // variables outlive the tidy, their initial value does not
}

interface Update {
  readonly weights: tf.Variable;
  readonly velocity: tf.Variable;
  readonly rate: number;
}

/** v ← m v + g, w ← w − η (g + m v): the form of PyTorch and optax. */
function nesterovStep(
  rows: Float32Array,
  targets: Int32Array,
  { weights, velocity, rate }: Update,
): void {
  tf.tidy(() => {
    const B = targets.length;
    const [L, width] = weights.shape as [number, number];
    const x = tf.tensor2d(rows, [B, width]);
    // only small matrices are turned: turning x costs more than multiplying by it
    const turned = tf.transpose(weights as tf.Tensor as tf.Tensor2D); // [F + 1, L]
    const probabilities = tf.softmax(tf.matMul(x, turned)); // [B, L]
    const residuals = tf.sub(probabilities, tf.oneHot(tf.tensor1d(targets, "int32"), L));
    const sums = tf.matMul(tf.transpose(residuals), x); // [L, F + 1]
    const gradient = tf.div(sums, B);
    velocity.assign(tf.add(tf.mul(velocity, MOMENTUM), gradient));
    const step = tf.add(gradient, tf.mul(velocity, MOMENTUM));
    weights.assign(tf.sub(weights, tf.mul(step, rate)));
  });
}

/** Rows with a 1 at the end of each, for the intercepts: `[B, F + 1]`. Copied here, since tf.gather is slow. */
function rowsWithOnes({ values, width: F }: LabeledTable, chosen: Int32Array): Float32Array {
  const rows = new Float32Array(chosen.length * (F + 1)).fill(1);
  for (const [to, n] of chosen.entries()) {
    rows.set(values.subarray(n * F, (n + 1) * F), to * (F + 1));
  }
  return rows;
}
