import * as tf from "@tensorflow/tfjs";
import { assertShapes } from "@unlabeled/core";
import { l2Normalize } from "./l2-normalize.ts";

/**
 * Share of first views whose nearest second view, by cosine, is that of the same image.
 *
 * The measure that SimCLR's code reports beside its loss: the candidates are the N rows of `z1`
 * alone, without the other first views. It has no gradient, and is not to be tuned on: it can rise
 * while the features get worse (SimCLR, section 5.1).
 *
 * @param z0 - Projections of the first views, `[N, D]`.
 * @param z1 - Projections of the second views, `[N, D]`.
 * @returns In [0, 1]; 1 / N at chance and when all embeddings coincide. The caller disposes it.
 * @throws {RangeError} If the shapes differ or the batch is empty.
 *
 * @see Chen et al., A Simple Framework for Contrastive Learning of Visual Representations, 2020:
 *   https://arxiv.org/abs/2002.05709
 *
 * @example
 * const measures = { accuracy: contrastiveAccuracy(z0, z1) };
 */
export function contrastiveAccuracy(z0: tf.Tensor2D, z1: tf.Tensor2D): tf.Scalar {
  const { N } = assertShapes("contrastiveAccuracy", { z0: [z0, "N D"], z1: [z1, "N D"] });
  if (N === 0) throw new RangeError("contrastiveAccuracy: z0 must have at least one row; got 0.");
  return tf.tidy(() => {
    const similarity = tf.matMul(l2Normalize(z0), l2Normalize(z1), false, true); // [N, N]
    const nearest = tf.argMax(similarity, 1); // [N]
    return tf.mean(tf.cast(tf.equal(nearest, tf.range(0, N, 1, "int32")), "float32"));
  });
}
