import * as tf from "@tensorflow/tfjs";
import { checkCounts, checkPositive } from "../figures/check-options.ts";
import { assertBatch, assertEpsilon, type Classifier } from "./attack.ts";
import { lossSign } from "./loss-sign.ts";
import { randomStart } from "./random-start.ts";

export interface PgdOptions {
  /** ε, how far each value may be moved, in [0, 1]. Papers have 0 … 255: divide by 255. */
  readonly epsilon: number;
  /** Steps, an integer ≥ 1; each is a forward and a backward pass. Default 10, Noisy Student's. */
  readonly steps?: number;
  /**
   * α, how far a step moves each value, > 0, on the scale of ε. Default 2.5 ε / steps, Madry et al.'s (section 5, there
   * with 100 steps): any point of the ball can be reached from any other, and the boundary followed. Noisy Student's
   * paper does not say.
   */
  readonly stepSize?: number;
  /**
   * Starts anywhere in the ball, uniformly, as Madry et al. do, by a seed in [0, 2^32); the same images for the same
   * seed, whatever the batch. Default: starts at the images, as Noisy Student does.
   */
  readonly randomStart?: { readonly seed: number };
  /** The place of each image in its source, `[N]`, which decides its random start. Default 0 … N − 1. */
  readonly indices?: Int32Array;
}

/**
 * Adversarial images by projected gradient descent (PGD) in the L∞ ball of radius ε around the images:
 * xₜ₊₁ = clip(proj(xₜ + α sign(d CE(f(xₜ), y) / dxₜ)), 0, 1), x₀ the images.
 *
 * The network computes in mode "evaluate" and is left as it is. With one step of α = ε it is `fgsm`.
 *
 * @param network - From images to logits `[N, L]`.
 * @param images - x, `[N, H, W, C]` in [0, 1].
 * @param labels - y, the class of each image, `[N]`, in [0, L).
 * @returns The last xₜ, `[N, H, W, C]` in [0, 1], within ε of x. The caller disposes it.
 * @throws {RangeError} If an option is out of its range, labels or indices are not one an image, labels are not classes,
 *   or shapes are others.
 *
 * @see Madry et al., Towards Deep Learning Models Resistant to Adversarial Attacks, 2018, section 2.1:
 *   https://arxiv.org/abs/1706.06083
 *
 * @example
 * const attacked = pgd(classifier, images, labels, { epsilon: 16 / 255 });
 */
export function pgd(
  network: Classifier,
  images: tf.Tensor4D,
  labels: Int32Array,
  { epsilon, steps = 10, stepSize, randomStart: start, indices }: PgdOptions,
): tf.Tensor4D {
  assertEpsilon("pgd", "epsilon", epsilon);
  checkCounts("pgd", { steps });
  if (stepSize !== undefined) checkPositive("pgd", { stepSize });
  assertBatch("pgd", images, labels);
  const alpha = stepSize ?? (2.5 * epsilon) / steps;
  return tf.tidy(() => {
    const [least, greatest] = [tf.sub(images, epsilon), tf.add(images, epsilon)];
    let attacked = start ? randomStart(images, { epsilon, ...start, indices }) : tf.clone(images);
    for (let step = 0; step < steps; step++) {
      const next = tf.tidy(() => {
        const moved = tf.add(attacked, tf.mul(alpha, lossSign("pgd", network, attacked, labels)));
        const projected: tf.Tensor4D = tf.minimum(tf.maximum(moved, least), greatest);
        return tf.clipByValue(projected, 0, 1);
      });
      attacked.dispose();
      attacked = next;
    }
    return attacked;
  });
}
