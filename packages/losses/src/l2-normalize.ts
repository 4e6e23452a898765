import * as tf from "@tensorflow/tfjs";
import { assertShapes } from "@unlabeled/core";

const EPSILON = 1e-12; // on the squared norm, so that the zero row has a finite gradient

/**
 * Scales each row to unit length, x · rsqrt(max(Σx², 1e-12)).
 *
 * A zero row stays zero. The bound is on the squared norm, as in BYOL's and SimCLR's code; PyTorch's
 * `normalize` bounds the norm itself, which differs for rows shorter than 1e-6 only.
 *
 * @param x - `[N, D]`.
 * @returns `[N, D]`, rows of length 1. The caller disposes it.
 * @throws {RangeError} If x is not a matrix.
 */
export function l2Normalize(x: tf.Tensor2D): tf.Tensor2D {
  assertShapes("l2Normalize", { x: [x, "N D"] });
  return tf.tidy(() => {
    const squaredNorm = tf.sum(tf.square(x), 1, true); // [N, 1]
    return tf.mul(x, tf.rsqrt(tf.maximum(squaredNorm, EPSILON)));
  });
}
