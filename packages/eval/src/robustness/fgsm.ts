import * as tf from "@tensorflow/tfjs";
import { assertBatch, assertEpsilon, type Classifier } from "./attack.ts";
import { lossSign } from "./loss-sign.ts";

export interface FgsmOptions {
  /** ε, how far each value is moved, in [0, 1]. Papers have 0 … 255: divide by 255. */
  readonly epsilon: number;
}

/**
 * Adversarial images by the fast gradient sign method (FGSM): x' = clip(x + ε sign(d CE(f(x), y) / dx), 0, 1).
 *
 * The network computes in mode "evaluate" and is left as it is. A value that the loss does not depend on stays.
 *
 * @param network - From images to logits `[N, L]`.
 * @param images - x, `[N, H, W, C]` in [0, 1].
 * @param labels - y, the class of each image, `[N]`, in [0, L).
 * @returns x', `[N, H, W, C]` in [0, 1], within ε of x. The caller disposes it.
 * @throws {RangeError} If ε is outside [0, 1], labels are not one an image or not classes, or shapes are others.
 *
 * @see Goodfellow, Shlens and Szegedy, Explaining and Harnessing Adversarial Examples, 2015, section 4:
 *   https://arxiv.org/abs/1412.6572
 * @see Xie et al., Self-training with Noisy Student improves ImageNet classification, 2020, adversarial robustness
 *   results: https://arxiv.org/abs/1911.04252
 *
 * @example
 * const attacked = fgsm(classifier, images, labels, { epsilon: 2 / 255 });
 */
export function fgsm(
  network: Classifier,
  images: tf.Tensor4D,
  labels: Int32Array,
  { epsilon }: FgsmOptions,
): tf.Tensor4D {
  assertEpsilon("fgsm", "epsilon", epsilon);
  assertBatch("fgsm", images, labels);
  return tf.tidy(() => {
    const moved: tf.Tensor4D = tf.add(
      images,
      tf.mul(epsilon, lossSign("fgsm", network, images, labels)),
    );
    return tf.clipByValue(moved, 0, 1);
  });
}
