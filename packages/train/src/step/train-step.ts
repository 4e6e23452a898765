import * as tf from "@tensorflow/tfjs";
import {
  clipByGlobalNorm,
  type Method,
  type Optimizer,
  type Progress,
  type Tensors,
} from "@unlabeled/core";
import { type LookTensors, look } from "../guard/look.ts";
import { cachedGradients } from "./cached-gradients.ts";
import { objectiveAndGradients } from "./objective-and-gradients.ts";

export interface TrainStepOptions {
  readonly optimizer: Optimizer;
  readonly learningRate: number;
  readonly clipNorm: number | undefined;
  /** Images of a chunk, for gradient caching; undefined: all at once. */
  readonly chunk?: number | undefined;
  /** Whether to look at what a guard against collapse needs to see. */
  readonly looking?: boolean;
  readonly progress: Progress;
}

/** The scalars of a step, in one tensor: reading them takes one wait for the device. */
export interface StepScalars {
  readonly values: tf.Tensor1D;
  readonly measureNames: readonly string[];
  /** With `looking`, of a method that can be watched; to be disposed too. */
  readonly seen?: LookTensors | undefined;
}

/**
 * One step: targets, gradient, update, what comes after it.
 *
 * @returns The loss, the measures by name, and with `clipNorm` the gradients' norm. The caller disposes `values`.
 * @throws {Error} If a parameter has no gradient, or tensors are left behind.
 */
export function trainStep<Batch extends Tensors, Outputs extends Tensors, Targets extends Tensors>(
  method: Method<Batch, Outputs, Targets>,
  batch: Batch,
  { optimizer, learningRate, clipNorm, chunk, looking, progress }: TrainStepOptions,
): StepScalars {
  const before = tf.memory().numTensors;
  const scalars = tf.tidy(() => {
    const made =
      chunk === undefined
        ? objectiveAndGradients(method, batch)
        : cachedGradients(method, batch, chunk);
    const { loss, measures, gradients, outputs, targets } = made;
    const endLook = looking && method.watch && look(method, method.watch, batch, made);
    const clipped = clipNorm === undefined ? undefined : clipByGlobalNorm(gradients, clipNorm);
    optimizer.update(clipped?.gradients ?? gradients, learningRate);
    method.afterUpdate(progress, targets);
    const seen = endLook ? endLook() : undefined;
    const norm = clipped ? [clipped.norm] : [];
    const values = tf.stack([loss, ...Object.values(measures), ...norm]) as tf.Tensor1D;
    tf.dispose([measures, outputs]); // kept by hand across the gradient's scope
    return { values, measureNames: Object.keys(measures), seen };
  });
  const left = tf.memory().numTensors - before - (scalars.seen ? 3 : 1);
  if (left !== 0) {
    throw new Error(
      `train: step ${progress.step + 1} of ${method.name} must leave as many tensors as it found; ` +
        `got ${Math.abs(left)} ${left > 0 ? "more" : "fewer"}. Look at what its targets, forward, objective ` +
        `and afterUpdate, and the ${optimizer.name} optimizer's update, keep or dispose.`,
    );
  }
  return scalars;
}
