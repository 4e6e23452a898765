import * as tf from "@tensorflow/tfjs";
import { assertShapes, softmaxCrossEntropy } from "@unlabeled/core";
import { assertTemperature } from "./assert-temperature.ts";
import { l2Normalize } from "./l2-normalize.ts";

export interface InBatchInfoNceLossOptions {
  /** τ in (0, ∞), dimensionless; lower is sharper. Default 1, MoCo v3's for ResNet-50 (its ViTs: 0.2). */
  temperature?: number;
}

/**
 * InfoNCE within a batch, the contrastive loss of MoCo v3: of all keys of the batch, a query has to find the
 * one of its image. Times 2τ, so that the gradient's scale does not depend on the temperature.
 *
 * Row i of `queries` and row i of `keys` come from one image; the other N − 1 keys are its negatives, other
 * queries are none. Rows are normalized here, so their scale does not matter. This is one direction; the
 * method adds the other, with the views swapped. Either argument receives a gradient that is asked for;
 * MoCo v3 asks for that of the queries alone.
 *
 * @param queries - `[N, D]`.
 * @param keys - `[N, D]`.
 * @returns 2τ times the mean over the N queries, in nats, in [0, ∞); 2τ log N when all embeddings coincide.
 *   The caller disposes it.
 * @throws {RangeError} If the shapes differ, the batch is empty or the temperature is not positive.
 *
 * @see Chen, Xie and He, An Empirical Study of Training Self-Supervised Vision Transformers, 2021,
 *   algorithm 1: https://arxiv.org/abs/2104.02057
 *
 * @example
 * const loss = tf.add(inBatchInfoNceLoss(q0, targets.k1), inBatchInfoNceLoss(q1, targets.k0));
 */
export function inBatchInfoNceLoss(
  queries: tf.Tensor2D,
  keys: tf.Tensor2D,
  { temperature = 1 }: InBatchInfoNceLossOptions = {},
): tf.Scalar {
  const { N } = assertShapes("inBatchInfoNceLoss", {
    queries: [queries, "N D"],
    keys: [keys, "N D"],
  });
  if (N === 0) {
    throw new RangeError("inBatchInfoNceLoss: queries must have at least one row; got 0.");
  }
  assertTemperature("inBatchInfoNceLoss", temperature);
  return tf.tidy(() => {
    const similarity = tf.matMul(l2Normalize(queries), l2Normalize(keys), false, true); // [N, N]
    const logits: tf.Tensor2D = tf.div(similarity, temperature);
    return tf.mul(softmaxCrossEntropy(logits, tf.eye(N)), 2 * temperature);
  });
}
