import type * as tf from "@tensorflow/tfjs";
import { type NamedVariable, type Network, type Parameter, prefixed } from "@unlabeled/core";

/** What query and key network have in common: images to features to projections. */
export interface Branch {
  readonly backbone: Network<tf.Tensor4D, tf.Tensor2D>;
  readonly projector: Network<tf.Tensor2D, tf.Tensor2D>;
}

/** Projections of images, `[N, D]`, with the statistics of these images alone in batch norm. */
export function project({ backbone, projector }: Branch, images: tf.Tensor4D): tf.Tensor2D {
  return projector.apply(backbone.apply(images, "train"), "train");
}

/** The same networks with variables of their own, equal in value. */
export function cloneBranch({ backbone, projector }: Branch): Branch {
  return { backbone: backbone.clone(), projector: projector.clone() };
}

/** `backbone/…` and `projector/…`. */
export function branchParameters({ backbone, projector }: Branch): Parameter[] {
  return [
    ...prefixed("backbone", backbone.parameters),
    ...prefixed("projector", projector.parameters),
  ];
}

/** `backbone/…` and `projector/…`. */
export function branchStatistics({ backbone, projector }: Branch): NamedVariable[] {
  return [
    ...prefixed("backbone", backbone.statistics),
    ...prefixed("projector", projector.statistics),
  ];
}
