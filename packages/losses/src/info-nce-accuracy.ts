import * as tf from "@tensorflow/tfjs";
import { assertShapes } from "@unlabeled/core";
import { l2Normalize } from "./l2-normalize.ts";

/**
 * Share of queries that are nearer, by cosine, to their own key than to every negative.
 *
 * The measure that MoCo's code reports beside its loss, the top-1 accuracy among K + 1, with one
 * difference: a negative that is as near as the key counts against it, so that embeddings that coincide
 * have 0 and not 1. It has no gradient.
 *
 * @param queries - `[N, D]`.
 * @param keys - `[N, D]`; row i is that of the image of query i.
 * @param negatives - `[K, D]`.
 * @returns In [0, 1]; 1 / (K + 1) at chance. The caller disposes it.
 * @throws {RangeError} If the shapes do not fit or a set is empty.
 *
 * @see He et al., Momentum Contrast for Unsupervised Visual Representation Learning, 2019, appendix A.9:
 *   https://arxiv.org/abs/1911.05722; facebookresearch/moco, main_moco.py
 *
 * @example
 * const measures = { accuracy: infoNceAccuracy(queries, targets.keys, queue) };
 */
export function infoNceAccuracy(
  queries: tf.Tensor2D,
  keys: tf.Tensor2D,
  negatives: tf.Tensor2D,
): tf.Scalar {
  const { N, K } = assertShapes("infoNceAccuracy", {
    queries: [queries, "N D"],
    keys: [keys, "N D"],
    negatives: [negatives, "K D"],
  });
  if (N === 0) throw new RangeError("infoNceAccuracy: queries must have at least one row; got 0.");
  if (K === 0) {
    throw new RangeError("infoNceAccuracy: negatives must have at least one row; got 0.");
  }
  return tf.tidy(() => {
    const q = l2Normalize(queries);
    const positive = tf.sum(tf.mul(q, l2Normalize(keys)), 1); // [N]
    const negative = tf.matMul(q, l2Normalize(negatives), false, true); // [N, K]
    return tf.mean(tf.cast(tf.greater(positive, tf.max(negative, 1)), "float32"));
  });
}
