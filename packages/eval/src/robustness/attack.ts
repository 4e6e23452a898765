import type * as tf from "@tensorflow/tfjs";
import { assertShapes } from "@unlabeled/core";

/** What is attacked: any network from images to logits. */
export interface Classifier {
  /** From images `[N, H, W, C]` to logits `[N, L]`, without noise and with running statistics. */
  apply(images: tf.Tensor4D, mode: "evaluate"): tf.Tensor2D;
}

/** What `attackAccuracy` tells an attack besides its batch. */
export interface AttackOptions {
  /** ε, how far a value may be moved, in [0, 1]. */
  readonly epsilon: number;
  /** The place in the source of each image, `[N]`. */
  readonly indices: Int32Array;
}

/** From images and their classes to adversarial images of the same shape: `fgsm` and `pgd` are two. */
export type Attack = (
  network: Classifier,
  images: tf.Tensor4D,
  labels: Int32Array,
  options: AttackOptions,
) => tf.Tensor4D;

/** @throws {RangeError} If ε is not on the scale of images in [0, 1]. */
export function assertEpsilon(caller: string, name: string, epsilon: number): void {
  if (!(epsilon >= 0 && epsilon <= 1)) {
    throw new RangeError(
      `${caller}: ${name} must be in [0, 1], the scale of the images; got ${epsilon}. A bound for pixels up to 255 is divided by 255.`,
    );
  }
}

/** @throws {RangeError} If images are not of four dimensions, or there is not one label an image. */
export function assertBatch(caller: string, images: tf.Tensor4D, labels: Int32Array): void {
  const { N } = assertShapes(caller, { images: [images, "N H W C"] });
  if (labels.length !== N) {
    throw new RangeError(
      `${caller}: labels must be one for each of ${N} images; got ${labels.length}.`,
    );
  }
}

/** @throws {RangeError} If a label is not one of L classes. */
export function assertClasses(caller: string, labels: Int32Array, L: number): void {
  const wrong = labels.find((label) => !(label >= 0 && label < L));
  if (wrong !== undefined) {
    throw new RangeError(
      `${caller}: labels must be in [0, ${L}), the columns of the logits; got ${wrong}.`,
    );
  }
}
