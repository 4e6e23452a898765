import * as tf from "@tensorflow/tfjs";
import type { Branch } from "@unlabeled/core";
import { dealt, inGroups, undealt } from "./norm-groups.ts";

/**
 * Projections of images, `[N, D]`, in s groups that are slices of the batch.
 *
 * @throws {RangeError} If s does not divide N.
 */
export function slicedProjections(
  caller: string,
  network: Branch,
  images: tf.Tensor4D,
  groups: number,
): tf.Tensor2D {
  const [N] = images.shape;
  if (N % groups !== 0) {
    throw new RangeError(
      `${caller}: normGroups must divide the images of a batch; got ${groups} groups for ${N} images.`,
    );
  }
  return inGroups(images, groups, network.statistics, (slice) => network.apply(slice, "train"));
}

/**
 * The same in s groups to which the images are dealt, so that each has images of every slice; rows come back
 * in the batch's order.
 *
 * The papers draw the mixing anew each time. The images of a batch are in random order already, so a fixed
 * one does as well, and a step stays a pure function of its batch.
 *
 * @throws {RangeError} If s does not divide N.
 */
export function dealtProjections(
  caller: string,
  network: Branch,
  images: tf.Tensor4D,
  groups: number,
): tf.Tensor2D {
  if (images.shape[0] % groups !== 0) return slicedProjections(caller, network, images, groups);
  return tf.tidy(() =>
    undealt(slicedProjections(caller, network, dealt(images, groups), groups), groups),
  );
}
