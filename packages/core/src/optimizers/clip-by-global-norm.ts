import * as tf from "@tensorflow/tfjs";
import type { Gradients } from "./optimizer.ts";

/** Gradients after clipping, and their norm before it. The caller disposes all of them. */
export interface ClippedGradients {
  readonly gradients: Gradients;
  /** √Σ‖g‖² over all gradients, as it was. */
  readonly norm: tf.Scalar;
}

/**
 * Scales all gradients by one factor, so that their common norm is at most `maxNorm`.
 *
 * Below it they keep their values. If the norm is not finite, so is every result: the caller sees it
 * in `norm`. The gradients that were passed in stay the caller's.
 *
 * @param maxNorm - Largest norm, > 0.
 * @throws {RangeError} If maxNorm is not finite and positive.
 *
 * @see Pascanu et al., On the difficulty of training recurrent neural networks, 2013, algorithm 1:
 *   https://arxiv.org/abs/1211.5063
 */
export function clipByGlobalNorm(gradients: Gradients, maxNorm: number): ClippedGradients {
  if (!(maxNorm > 0 && maxNorm < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`clipByGlobalNorm: maxNorm must be finite and positive; got ${maxNorm}.`);
  }
  const entries = Object.entries(gradients);
  return tf.tidy(() => {
    const squares = entries.map(([, gradient]) => tf.sum(tf.square(gradient)));
    const norm = tf.sqrt(squares.length === 0 ? tf.scalar(0) : tf.addN(squares)) as tf.Scalar;
    const factor = tf.div(maxNorm, tf.maximum(norm, maxNorm)); // TensorFlow's form: exactly 1 below
    const clipped = entries.map(([name, gradient]) => [name, tf.mul(gradient, factor)] as const);
    return { gradients: Object.fromEntries(clipped), norm };
  });
}
