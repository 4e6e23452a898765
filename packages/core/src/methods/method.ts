import type * as tf from "@tensorflow/tfjs";
import type { NamedVariable, Parameter } from "../networks/network.ts";

/** Tensors by name; in a batch and in a method's outputs, row i of each belongs to image i. */
export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** Two augmentations of the same N images, `[N, H, W, 3]` in [0, 1]: row i of both shows image i. */
export type TwoViews = { readonly view0: tf.Tensor4D; readonly view1: tf.Tensor4D };

/** One view of N images, `[N, H, W, 3]` in [0, 1]. */
export type Images = { readonly images: tf.Tensor4D };

/** N images and the class of each, `[N]`, int32, in [0, L). */
export type LabeledImages = Images & { readonly labels: tf.Tensor1D };

/** N images and a row of numbers for each, `[N, L]`: what a teacher says of it, for example. */
export type ImagesWithRows = Images & { readonly rows: tf.Tensor2D };

/**
 * N labelled images, each with a group of r images beside, and a row of numbers for each of these: a teacher's probabilities.
 */
export type PseudoLabeledGroups = {
  readonly labeledImages: tf.Tensor4D;
  readonly labels: tf.Tensor1D;
  /** `[N, r, H, W, 3]` in [0, 1]. */
  readonly images: tf.Tensor5D;
  /** `[N, r, L]`. */
  readonly rows: tf.Tensor3D;
};

/** N images without labels, and beside them N of the few that have some, in any order. */
export type PartlyLabeledImages = Images & {
  readonly labeledImages: tf.Tensor4D;
  readonly labels: tf.Tensor1D;
};

/** Where a run stands. */
export interface Progress {
  /** Optimizer updates done before this one, from 0. */
  readonly step: number;
  /** Optimizer updates of the whole run. */
  readonly totalSteps: number;
  /** Optimizer updates in one pass over the data. */
  readonly stepsPerEpoch: number;
}

/** What a step minimizes, and what is worth seeing beside it. All scalars. */
export interface Objective {
  readonly loss: tf.Scalar;
  readonly measures: Readonly<Record<string, tf.Scalar>>;
}

/** What the guard against collapse needs to know of a method. */
export interface Watch {
  /**
   * Names, among outputs and targets, of the embeddings of the first and of the second view, `[N, D]`: row i of
   * both comes from image i.
   */
  readonly embeddings: readonly [string, string];
  /** Names of a prediction and of the target that it should meet, `[N, D]`; none without a predictor. */
  readonly predicted?: readonly [prediction: string, target: string];
  /** How names in `state` begin of a copy of the trained networks that follows them slowly: `target`, `key`. */
  readonly follower?: string;
  /** The loss of a batch of N images if all embeddings are one, in the loss's unit. */
  collapsedLoss(batchSize: number): number;
  /**
   * Updates until embeddings can be judged, with batches of N images: while a queue holds noise, embeddings that are
   * all one solve the task. Default 0.
   */
  settling?(batchSize: number): number;
}

/**
 * A way of learning, cut where large batches, data-parallel training and the watch for collapse
 * need to reach in: `forward` makes rows, `objective` sees all of them.
 *
 * One step is: targets, then the gradient of objective ∘ forward with respect to `trained`, the
 * optimizer's update, afterUpdate. No part of it knows about optimizers, files or data.
 */
export interface Method<
  Batch extends Tensors = Tensors,
  Outputs extends Tensors = Tensors,
  Targets extends Tensors = Tensors,
> {
  /** The method's name in run.json, for example "byol". */
  readonly name: string;
  /** Its settings as resolved, for run.json: a run resumes only with equal ones. JSON. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What the optimizer changes. Names begin with the network's role: `backbone/…`, `projector/…`. */
  readonly trained: readonly Parameter[];
  /** All else that must survive a restart: running statistics, target networks, queues, counters. */
  readonly state: readonly NamedVariable[];
  /** What to look at to see a collapse; a method that cannot collapse leaves it out. */
  readonly watch?: Watch;
  /**
   * Constants of a step: outputs of target, key or teacher, one row an image. Computed outside the
   * gradient; that is the stop-gradient. The caller disposes them.
   */
  targets(batch: Batch): Targets;
  /** What is differentiated: one row an image. The caller disposes them. */
  forward(batch: Batch): Outputs;
  /** From all rows to the loss and named measures, nothing else. The caller disposes them. */
  objective(outputs: Outputs, targets: Targets): Objective;
  /** Moving averages, queues: after the optimizer's update. Takes the targets of all of the batch's rows. */
  afterUpdate(progress: Progress, targets: Targets): void;
}
