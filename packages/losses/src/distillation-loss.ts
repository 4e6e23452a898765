import * as tf from "@tensorflow/tfjs";
import { assertShapes, softmaxCrossEntropy } from "@unlabeled/core";
import { assertTemperature } from "./assert-temperature.ts";

export interface DistillationLossOptions {
  /**
   * τ in (0, ∞), dimensionless, of both softmaxes; lower is sharper. Default 1. SimCLRv2 reports little difference between
   * 0.1 and 1.
   */
  temperature?: number;
  /**
   * What the mean is multiplied by: 1, the paper's, or "squared temperature", τ², as Hinton et al. and the authors' notebook
   * have it, which keeps the gradient's scale. Default 1.
   */
  scale?: 1 | "squared temperature";
}

/**
 * Cross-entropy of a student's softmax against a teacher's, both at one temperature: −Σₗ softmax(t / τ) log softmax(s / τ).
 *
 * The teacher is a constant: no gradient flows into it. Least where both softmaxes are equal, and there the teacher's entropy,
 * not 0.
 *
 * @param teacher - Logits, `[N, L]`; a constant.
 * @param student - Logits, `[N, L]`.
 * @returns Mean over the N rows, in nats, in [0, ∞). The caller disposes it.
 * @throws {RangeError} If the shapes differ, there is no row or the temperature is not positive.
 *
 * @see Chen et al., Big Self-Supervised Models are Strong Semi-Supervised Learners, 2020, eq. 3:
 *   https://arxiv.org/abs/2006.10029; Hinton et al., Distilling the Knowledge in a Neural Network, 2015, section 2:
 *   https://arxiv.org/abs/1503.02531
 *
 * @example
 * const loss = distillationLoss(teacherLogits, studentLogits, { temperature: 0.1 });
 */
export function distillationLoss(
  teacher: tf.Tensor2D,
  student: tf.Tensor2D,
  { temperature = 1, scale = 1 }: DistillationLossOptions = {},
): tf.Scalar {
  const { N } = assertShapes("distillationLoss", {
    teacher: [teacher, "N L"],
    student: [student, "N L"],
  });
  if (N === 0) throw new RangeError("distillationLoss: student must have at least one row; got 0.");
  assertTemperature("distillationLoss", temperature);
  return tf.tidy(() => {
    const labels = tf.softmax(tf.div<tf.Tensor2D>(teacher, temperature));
    const loss = softmaxCrossEntropy(tf.div(student, temperature), labels);
    return scale === 1 ? loss : tf.mul(loss, temperature ** 2);
  });
}
