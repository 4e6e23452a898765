import * as tf from "@tensorflow/tfjs";
import { keptFactors, type NoiseOptions } from "./kept.ts";

/**
 * Dropout, for training: each number of a row is 0 with probability `rate`, else 1 / (1 − rate) times as large.
 *
 * @param x - `[N, D]`.
 * @returns `[N, D]`. The caller disposes it.
 * @throws {RangeError} If the rate is not in [0, 1), or there is not one seed a row.
 *
 * @see Srivastava et al., Dropout, 2014, section 10 for the factor: https://jmlr.org/papers/v15/srivastava14a.html
 *
 * @example
 * const y = mode === "train" ? dropout(x, { rate: 0.5, seeds, layer: "dropout" }) : x;
 */
export function dropout(x: tf.Tensor2D, options: NoiseOptions): tf.Tensor2D {
  const factors = keptFactors("dropout", x.shape, options);
  return tf.tidy(() => tf.mul(x, tf.tensor2d(factors, x.shape)));
}
