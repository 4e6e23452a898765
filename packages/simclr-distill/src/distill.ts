import * as tf from "@tensorflow/tfjs";
import type {
  Images,
  ImagesWithRows,
  Method,
  Network,
  PartlyLabeledImages,
  Progress,
} from "@unlabeled/core";
import {
  assertTemperature,
  type DistillationLossOptions,
  distillationLoss,
} from "@unlabeled/losses";
import { labelLoss } from "./label-loss.ts";

export interface DistillOptions extends DistillationLossOptions {
  /** From images to logits `[N, L]`, trained whole and in place. */
  readonly student: Network<tf.Tensor4D, tf.Tensor2D>;
  /** From images to logits of the same classes; in evaluation mode, never changed. */
  readonly teacher: Network<tf.Tensor4D, tf.Tensor2D>;
}

/** Logits of both, `[N, L]`. */
export type DistillOutputs = { readonly logits: tf.Tensor2D };
export type DistillTargets = { readonly teacher: tf.Tensor2D };

/** Distillation as a method. */
export interface Distill extends Method<Images, DistillOutputs, DistillTargets> {
  afterUpdate(progress: Progress): void;
}

/**
 * SimCLRv2's third stage, distillation without labels (eq. 3): the student learns the probabilities that the teacher, the
 * fine-tuned network, gives the same view of a picture.
 *
 * The student may be the teacher's architecture (self-distillation) or a smaller one, and begin from random or pretrained
 * weights. The paper's settings: temperature 0.1 for self-distillation and 1 for smaller students, pretraining's optimizer,
 * 400 epochs, crops and flips alone. Measure: `agreement`, how often both choose one class, in [0, 1].
 *
 * @throws {RangeError} If the temperature is not positive and finite; in a step, if the networks differ in their number of classes.
 *
 * @see Chen et al., Big Self-Supervised Models are Strong Semi-Supervised Learners, 2020, section 2, eq. 3:
 *   https://arxiv.org/abs/2006.10029
 *
 * @example
 * const method = distill({ teacher: network, student: network.clone(), temperature: 0.1 });
 */
export function distill({ student, teacher, ...options }: DistillOptions): Distill {
  assertTemperature("distill", options.temperature ?? 1);
  return {
    ...ofStudent(student, options),
    name: "distill",
    targets: ({ images }) => ({ teacher: teacher.apply(images, "evaluate") }),
  };
}

/** Options of `distillFromRows`. */
export type DistillFromRowsOptions = Omit<DistillOptions, "teacher">;

/** Distillation of stored logits as a method. */
export interface DistillFromRows extends Method<ImagesWithRows, DistillOutputs, DistillTargets> {
  afterUpdate(progress: Progress): void;
}

/**
 * `distill` with logits that a teacher gave once, for many students: `rows` of the batch, `[N, L]`.
 *
 * The teacher then has seen each picture in one view, as a rule that of evaluation; `distill`'s sees the student's view at each
 * step.
 *
 * @throws {RangeError} As `distill`.
 *
 * @example
 * const method = distillFromRows({ student, temperature: 1 }); // batches of batchesWithRows
 */
export function distillFromRows({ student, ...options }: DistillFromRowsOptions): DistillFromRows {
  assertTemperature("distillFromRows", options.temperature ?? 1);
  return {
    ...ofStudent(student, options),
    name: "distill-from-rows",
    targets: ({ rows }) => ({ teacher: tf.clone(rows) }),
  };
}

export interface DistillWithLabelsOptions extends DistillOptions {
  /** α in [0, 1]: the distillation's weight; that of the labels is 1 − α. */
  readonly alpha: number;
}

/** Logits of images without and with labels, `[N, L]`. */
export type DistillWithLabelsOutputs = DistillOutputs & { readonly labeledLogits: tf.Tensor2D };
export type DistillWithLabelsTargets = DistillTargets & { readonly labels: tf.Tensor1D };

/** Distillation with labels beside as a method. */
export interface DistillWithLabels
  extends Method<PartlyLabeledImages, DistillWithLabelsOutputs, DistillWithLabelsTargets> {
  afterUpdate(progress: Progress): void;
}

/**
 * Distillation with the few labels beside (eq. 4): (1 − α) · cross-entropy with the labels + α · that with the teacher.
 *
 * Images with and without labels go through the student as one batch, so that batch statistics are those of both. Measures: as
 * `distill`'s, and `accuracy` on the labelled images.
 *
 * @throws {RangeError} If α is not in [0, 1], and as `distill`.
 *
 * @see The same, eq. 4.
 */
export function distillWithLabels({
  alpha,
  student,
  teacher,
  ...options
}: DistillWithLabelsOptions): DistillWithLabels {
  if (!(alpha >= 0 && alpha <= 1)) {
    throw new RangeError(`distillWithLabels: alpha must be in [0, 1]; got ${alpha}.`);
  }
  assertTemperature("distillWithLabels", options.temperature ?? 1);
  return {
    name: "distill-with-labels",
    settings: { alpha, ...options },
    trained: student.parameters,
    state: student.statistics,
    targets: ({ images, labels }) => ({
      teacher: teacher.apply(images, "evaluate"),
      labels: tf.clone(labels),
    }),
    forward: ({ images, labeledImages }) =>
      tf.tidy(() => {
        const all = student.apply(tf.concat([images, labeledImages]), "train");
        const [logits, labeledLogits] = tf.split(all, 2) as [tf.Tensor2D, tf.Tensor2D];
        return { logits, labeledLogits };
      }),
    objective: ({ logits, labeledLogits }, targets) =>
      tf.tidy(() => {
        const labeled = labelLoss("distillWithLabels", labeledLogits, targets.labels);
        const distilled = distillationLoss(targets.teacher, logits, options);
        return {
          loss: tf.add<tf.Scalar>(tf.mul(labeled.loss, 1 - alpha), tf.mul(distilled, alpha)),
          measures: { ...labeled.measures, agreement: agreement(targets.teacher, logits) },
        };
      }),
    afterUpdate: () => {},
  };
}

/** What learns, whatever the teacher's logits come from. */
function ofStudent(
  student: DistillOptions["student"],
  options: DistillationLossOptions,
): Omit<Distill, "name" | "targets"> {
  return {
    settings: { ...options },
    trained: student.parameters,
    state: student.statistics,
    forward: ({ images }) => ({ logits: student.apply(images, "train") }),
    objective: ({ logits }, targets) =>
      tf.tidy(() => ({
        loss: distillationLoss(targets.teacher, logits, options),
        measures: { agreement: agreement(targets.teacher, logits) },
      })),
    afterUpdate: () => {},
  };
}

function agreement(a: tf.Tensor2D, b: tf.Tensor2D): tf.Scalar {
  return tf.mean(tf.cast(tf.equal(tf.argMax(a, 1), tf.argMax(b, 1)), "float32"));
}
