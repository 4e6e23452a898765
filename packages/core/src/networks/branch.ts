import type * as tf from "@tensorflow/tfjs";
import { prefixed } from "./compose.ts";
import type { Network } from "./network.ts";

/** The two networks of a branch. */
export interface BranchParts {
  /** From images `[N, H, W, 3]` to features `[N, F]`; what pretraining is for. */
  readonly backbone: Network<tf.Tensor4D, tf.Tensor2D>;
  /** From features to projections `[N, D]`; thrown away afterwards. */
  readonly projector: Network<tf.Tensor2D, tf.Tensor2D>;
}

/** From images to projections. Names of its variables begin with `backbone/` and `projector/`. */
export interface Branch extends Network<tf.Tensor4D, tf.Tensor2D>, BranchParts {
  clone(): Branch;
}

/**
 * Backbone and projector as one network: one of the two branches of a siamese method, which each see a view.
 *
 * It has no variables of its own, so whoever has the parts sees them learn.
 *
 * @example
 * const query = branch({ backbone, projector });
 * const key = query.clone();
 */
export function branch({ backbone, projector }: BranchParts): Branch {
  return {
    backbone,
    projector,
    parameters: [
      ...prefixed("backbone", backbone.parameters),
      ...prefixed("projector", projector.parameters),
    ],
    statistics: [
      ...prefixed("backbone", backbone.statistics),
      ...prefixed("projector", projector.statistics),
    ],
    apply: (images, mode) => projector.apply(backbone.apply(images, mode), mode),
    clone: () => branch({ backbone: backbone.clone(), projector: projector.clone() }),
  };
}
