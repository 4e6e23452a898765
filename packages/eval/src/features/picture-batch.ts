import type * as tf from "@tensorflow/tfjs";

/** Some pictures; `evaluationBatches` of `@unlabeled/data` yields these. */
export interface PictureBatch {
  /** `[N, H, W, C]` in [0, 1]; the consumer disposes it. */
  readonly images: tf.Tensor4D;
  /** The class of each row, integers ≥ 0; in every batch or in none. */
  readonly labels?: Int32Array | undefined;
  /** The place in the source of each row. */
  readonly indices: Int32Array;
}
