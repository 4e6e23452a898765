import * as tf from "@tensorflow/tfjs";
import type { Network } from "@unlabeled/core";
import { smoothedClasses } from "./smoothed-classes.ts";
import {
  assertStudentImages,
  groupedRows,
  type StudentImages,
  ungroupedImages,
} from "./student-images.ts";
import { type StudentMethod, type StudentOptions, studentStep } from "./student-step.ts";

/** Images for a student, and those without labels once more, as the teacher sees them. */
export type TaughtImages = StudentImages & {
  /**
   * `images` without noise, in the same order: `[M, h, w, 3]` or `[N, r, h, w, 3]` in [0, 1], of the teacher's own size.
   */
  readonly teacherImages: tf.Tensor4D | tf.Tensor5D;
};

export interface NoisyStudentOnlineOptions extends StudentOptions {
  /**
   * From images to logits of the same classes; in evaluation mode, never changed. The authors' has the averaged weights of its
   * training.
   */
  readonly teacher: Network<tf.Tensor4D, tf.Tensor2D>;
}

/** Noisy Student with a live teacher as a method. */
export type NoisyStudentOnline = StudentMethod<TaughtImages>;

/**
 * `noisyStudent` with a teacher that is asked at each step, not once before: nothing is stored, and each step costs one pass of
 * the teacher more.
 *
 * With teacher images that are always the same it is `noisyStudent` with stored probabilities.
 *
 * @throws {RangeError} As `noisyStudent`; in a step, if there are not as many `teacherImages` as `images`.
 *
 * @see google-research/noisystudent, main.py, `teacher_model_name`
 *
 * @example
 * const method = noisyStudentOnline({ student, teacher, unlabeledRatio: 3, targets: "soft" });
 */
export function noisyStudentOnline({
  teacher,
  ...options
}: NoisyStudentOnlineOptions): NoisyStudentOnline {
  const step = studentStep("noisyStudentOnline", options);
  const { settings } = step;
  return {
    ...step,
    name: "noisy-student-online",
    targets: ({ teacherImages, ...batch }) => {
      const { images, labels } = batch;
      const beside = ["teacherImages", teacherImages, 3] as const;
      assertStudentImages("noisyStudentOnline", batch, settings.unlabeledRatio, beside);
      return tf.tidy(() => {
        const logits = teacher.apply(ungroupedImages(teacherImages), "evaluate"); // [M, L]
        const pseudoLabels =
          settings.targets === "hard"
            ? smoothedClasses(tf.argMax(logits, 1), logits.shape[1], settings.labelSmoothing)
            : tf.softmax(tf.div<tf.Tensor2D>(logits, settings.temperature));
        return {
          pseudoLabels: groupedRows(pseudoLabels as tf.Tensor2D, images),
          labels: tf.clone(labels),
        };
      });
    },
  };
}
