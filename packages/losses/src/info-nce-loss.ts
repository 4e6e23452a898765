import * as tf from "@tensorflow/tfjs";
import { assertShapes } from "@unlabeled/core";
import { assertTemperature } from "./assert-temperature.ts";
import { l2Normalize } from "./l2-normalize.ts";
import { similarityLogSumExp } from "./similarity-log-sum-exp.ts";

export interface InfoNceLossOptions {
  /** τ in (0, ∞), dimensionless; lower is sharper. Default 0.07, MoCo's (MoCo v2: 0.2). */
  temperature?: number;
  /**
   * Whether the other images' keys of the batch are negatives too, beside the set: as SimCLRv2 has it with its memory. Default
   * false, MoCo's.
   */
  batchNegatives?: boolean;
}

/**
 * InfoNCE with a set of negatives, the contrastive loss of MoCo: of one positive and K negatives, a query has
 * to find the positive.
 *
 * Row i of `queries` and row i of `keys` come from one image; all queries share the negatives, and the keys
 * of other images are none unless `batchNegatives` is set. Rows are normalized here, so their scale does not matter. Every argument
 * receives a gradient that is asked for; MoCo asks for that of the queries alone.
 *
 * @param queries - `[N, D]`.
 * @param keys - The positives, `[N, D]`.
 * @param negatives - `[K, D]`: MoCo's queue.
 * @returns Mean over the N queries, in nats, in [0, ∞); log(K + 1) when all embeddings coincide, with `batchNegatives`
 *   log(K + N). The caller
 *   disposes it.
 * @throws {RangeError} If the shapes do not fit, a set is empty or the temperature is not positive.
 *
 * @see He et al., Momentum Contrast for Unsupervised Visual Representation Learning, 2019, eq. 1 and
 *   algorithm 1: https://arxiv.org/abs/1911.05722
 *
 * @example
 * const loss = infoNceLoss(queries, targets.keys, queue, { temperature: 0.2 });
 */
export function infoNceLoss(
  queries: tf.Tensor2D,
  keys: tf.Tensor2D,
  negatives: tf.Tensor2D,
  { temperature = 0.07, batchNegatives = false }: InfoNceLossOptions = {},
): tf.Scalar {
  const { N, K } = assertShapes("infoNceLoss", {
    queries: [queries, "N D"],
    keys: [keys, "N D"],
    negatives: [negatives, "K D"],
  });
  if (N === 0) throw new RangeError("infoNceLoss: queries must have at least one row; got 0.");
  if (K === 0) throw new RangeError("infoNceLoss: negatives must have at least one row; got 0.");
  assertTemperature("infoNceLoss", temperature);
  return tf.tidy(() => {
    const [q, k, set] = [queries, keys, negatives].map((rows) =>
      l2Normalize(rows),
    ) as unknown as Rows;
    const positive = tf.div(tf.sum(tf.mul(q, k), 1), temperature); // [N]
    if (batchNegatives) {
      const all = similarityLogSumExp(q, tf.concat([k, set]), { temperature }); // the positive too
      return tf.mean(tf.sub(all, positive));
    }
    const others = similarityLogSumExp(q, set, { temperature }); // [N]
    return tf.mean(tf.softplus(tf.sub(others, positive))); // -log of the positive's share among K + 1
  });
}

type Rows = readonly [q: tf.Tensor2D, k: tf.Tensor2D, set: tf.Tensor2D];
