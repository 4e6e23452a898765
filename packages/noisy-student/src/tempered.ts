import * as tf from "@tensorflow/tfjs";

/**
 * Probabilities at another temperature: p^(1 / τ), made to sum to 1 again. What softmax(logits / τ) is, of softmax(logits).
 *
 * @param probabilities - `[…, L]`, ≥ 0; rows that sum to something else are scaled, too.
 * @param temperature - τ in (0, ∞); 1 leaves them as they are, lower is sharper.
 * @returns The same shape. The caller disposes it.
 *
 * @see google-research/noisystudent, main.py, `scaled_prob`
 */
export function tempered<T extends tf.Tensor2D | tf.Tensor3D>(
  probabilities: T,
  temperature: number,
): T {
  return tf.tidy(() => {
    const shares = tf.div(probabilities, tf.max(probabilities, -1, true)); // the greatest is 1: no power vanishes in all of a row
    const powers = tf.pow(shares, 1 / temperature);
    return tf.div(powers, tf.sum(powers, -1, true)) as T;
  });
}
