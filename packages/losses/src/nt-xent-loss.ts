import * as tf from "@tensorflow/tfjs";
import { assertShapes } from "@unlabeled/core";
import { assertTemperature } from "./assert-temperature.ts";
import { l2Normalize } from "./l2-normalize.ts";
import { similarityLogSumExp } from "./similarity-log-sum-exp.ts";

export interface NtXentLossOptions {
  /**
   * τ in (0, ∞), dimensionless; lower is sharper. Default 0.5, SimCLR's for CIFAR-10 (ImageNet: 0.1;
   * paper's appendix B.9, and the defaults of the authors' code).
   */
  temperature?: number;
}

/**
 * Normalized temperature-scaled cross entropy (NT-Xent), the contrastive loss of SimCLR.
 *
 * Row i of `z0` and row i of `z1` are two views of one image, each other's only positive; the
 * other 2N − 2 rows are their negatives. Rows are normalized here, so their scale does not matter.
 * Both arguments receive gradients. The authors' code adds the means of the two directions and so
 * returns twice this value, which is the paper's.
 *
 * @param z0 - Projections of the first views, `[N, D]`.
 * @param z1 - Projections of the second views, `[N, D]`.
 * @returns Mean over the 2N views, in nats, in [0, ∞); log(2N − 1) when all embeddings coincide. The
 *   caller disposes it.
 * @throws {RangeError} If the shapes differ, the batch is empty or the temperature is not positive.
 *
 * @see Chen et al., A Simple Framework for Contrastive Learning of Visual Representations, 2020,
 *   eq. 1 and algorithm 1: https://arxiv.org/abs/2002.05709
 *
 * @example
 * const loss = ntXentLoss(projector.apply(h0, "train"), projector.apply(h1, "train"), { temperature: 0.1 });
 */
export function ntXentLoss(
  z0: tf.Tensor2D,
  z1: tf.Tensor2D,
  { temperature = 0.5 }: NtXentLossOptions = {},
): tf.Scalar {
  const { N } = assertShapes("ntXentLoss", { z0: [z0, "N D"], z1: [z1, "N D"] });
  if (N === 0) throw new RangeError("ntXentLoss: z0 must have at least one row; got 0.");
  assertTemperature("ntXentLoss", temperature);
  return tf.tidy(() => {
    const [a, b] = [l2Normalize(z0), l2Normalize(z1)];
    const views = tf.concat([a, b]); // [2N, D]
    const positive = tf.div(tf.sum(tf.mul(a, b), 1), temperature); // [N]: of i with i + N, and back
    const others = similarityLogSumExp(views, views, { temperature, exclude: "diagonal" }); // [2N]
    return tf.sub(tf.mean(others), tf.mean(positive));
  });
}
