import * as tf from "@tensorflow/tfjs";
import type { PictureBatch } from "../features/picture-batch.ts";
import { accuracies } from "./accuracies.ts";
import { type Attack, assertEpsilon, type Classifier } from "./attack.ts";

export interface AttackAccuracyOptions {
  /** `fgsm`, `pgd` or one with options of your own: `(f, x, y, at) => pgd(f, x, y, { ...at, steps: 20 })`. */
  readonly attack: Attack;
  /** The ε to measure at, each in [0, 1], in any order; 0 is without an attack. */
  readonly epsilons: readonly number[];
}

/** Accuracy under an attack. */
export interface AttackPoint {
  /** How far the attack may move a value, in [0, 1]; 0: the images as they are. */
  readonly epsilon: number;
  /** Part of the images whose class still has the greatest logit, in [0, 1]. */
  readonly accuracy: number;
}

const ROUNDING = 1e-5; // by which decoding and resizing in float32 may leave [0, 1]

/**
 * White-box robustness of a classifier: its accuracy on adversarial images, by how far these may be from the images.
 *
 * The network computes in mode "evaluate" and is left as it is. Each batch's images are disposed, and what is held does
 * not grow with the number of batches. Of equal logits the smaller class counts as the greater, as in `topAccuracy`.
 *
 * @param network - From images to logits `[N, L]`.
 * @param batches - Pictures in [0, 1] with labels, for example `evaluationBatches` of @unlabeled/data.
 * @returns The curve: a point for each of `epsilons`, in their order.
 * @throws {RangeError} If there is no ε or no picture, an ε or an image is outside [0, 1], labels are not one an image or
 *   not classes, or a logit is not finite.
 * @throws {TypeError} If labels are missing.
 *
 * @see Xie et al., Self-training with Noisy Student improves ImageNet classification, 2020, adversarial robustness
 *   results (FGSM, and PGD of 10 steps at ε = 16 / 255): https://arxiv.org/abs/1911.04252
 *
 * @example
 * const epsilons = [0, 1, 2, 4, 8, 16].map((epsilon) => epsilon / 255);
 * const batches = evaluationBatches(test, view, { batchSize: 250 });
 * const curve = await attackAccuracy(classifier, batches, { attack: fgsm, epsilons });
 */
export async function attackAccuracy(
  network: Classifier,
  batches: AsyncIterable<PictureBatch>,
  { attack, epsilons }: AttackAccuracyOptions,
): Promise<readonly AttackPoint[]> {
  if (epsilons.length === 0) {
    throw new RangeError("attackAccuracy: epsilons must have at least one; got none.");
  }
  for (const epsilon of epsilons) assertEpsilon("attackAccuracy", "epsilons", epsilon);
  const answers = epsilons.map(
    (epsilon) =>
      ({ images, indices }: PictureBatch, labels: Int32Array) =>
        tf.tidy(() => {
          const seen = epsilon > 0 ? attack(network, images, labels, { epsilon, indices }) : images;
          return network.apply(seen, "evaluate");
        }),
  );
  const found = await accuracies("attackAccuracy", batches, answers, assertPictures);
  return epsilons.map((epsilon, point) => ({ epsilon, accuracy: found[point] as number }));
}

/** @throws {RangeError} If images are outside [0, 1], where an attack would clip them. */
async function assertPictures(images: tf.Tensor4D): Promise<void> {
  const range = tf.tidy(() => tf.stack([tf.min(images), tf.max(images)]));
  const [least, greatest] = (await range.data()) as unknown as [number, number];
  range.dispose();
  if (!(least >= -ROUNDING && greatest <= 1 + ROUNDING)) {
    throw new RangeError(
      `attackAccuracy: batches must hold images in [0, 1]; got values from ${least} to ${greatest}.`,
    );
  }
}
