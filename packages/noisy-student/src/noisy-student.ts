import * as tf from "@tensorflow/tfjs";
import { assertProbabilities } from "./assert-probabilities.ts";
import { smoothedClasses } from "./smoothed-classes.ts";
import { assertStudentImages, type StudentImages } from "./student-images.ts";
import { type StudentMethod, type StudentOptions, studentStep } from "./student-step.ts";
import { tempered } from "./tempered.ts";

/** Images for a student, and what a teacher said once of each that has no label. */
export type PseudoLabeledImages = StudentImages & {
  /** The teacher's probabilities of `images`, `[M, L]` or `[N, r, L]`, whole also for hard targets. */
  readonly rows: tf.Tensor2D | tf.Tensor3D;
};

/** Options of `noisyStudent`. */
export type NoisyStudentOptions = StudentOptions;

/** Noisy Student as a method. */
export type NoisyStudent = StudentMethod<PseudoLabeledImages>;

/**
 * Noisy Student's student: it learns labels, and of images without labels the probabilities that a teacher gave them without
 * noise: L = L_labels + r · L_pseudo, each a mean over its images.
 *
 * Images with and without labels go through the student as one batch, so that batch statistics are those of both. Gradients in
 * chunks need those without labels in groups of r, see `StudentImages`. The noise is
 * the images' (RandAugment, for example) and the student's own, if it has dropout or stochastic depth; the probabilities are to
 * come from the teacher in evaluation, with its averaged weights, of the images as they are.
 *
 * The loss is the authors' code's, with equal losses 1 + r times the mean over all images of both kinds: the same weight decay
 * weighs as much less.
 * Measures: `accuracy` on the labelled images as the student sees them, and `agreement`, how often it chooses the teacher's
 * class, both in [0, 1].
 *
 * @throws {RangeError} If an option is not in its range; in a step, if there are not r images without labels for each with one,
 *   `rows` are not probabilities, a label is not a class, or teacher and student differ in their number of classes.
 *
 * @see Xie et al., Self-training with Noisy Student improves ImageNet classification, 2020, algorithm 1:
 *   https://arxiv.org/abs/1911.04252; google-research/noisystudent, main.py, `model_fn`
 *
 * @example
 * const method = noisyStudent({ student, unlabeledRatio: 3 });
 * const targets = method.targets({ images, rows, labeledImages, labels }); // 3 images for each of labeledImages
 */
export function noisyStudent(options: NoisyStudentOptions): NoisyStudent {
  const step = studentStep("noisyStudent", options);
  const { settings } = step;
  return {
    ...step,
    name: "noisy-student",
    targets: ({ rows, ...batch }) => {
      assertStudentImages("noisyStudent", batch, settings.unlabeledRatio, ["rows", rows, 1]);
      const L = rows.shape.at(-1) as number;
      assertProbabilities("noisyStudent", "rows", rows.dataSync(), L);
      return tf.tidy(() => ({
        pseudoLabels:
          settings.targets === "hard"
            ? smoothedClasses(tf.argMax(rows, -1), L, settings.labelSmoothing)
            : tempered(rows, settings.temperature),
        labels: tf.clone(batch.labels),
      }));
    },
  };
}
