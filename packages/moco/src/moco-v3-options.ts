import type * as tf from "@tensorflow/tfjs";
import type { Head, Network, Schedule } from "@unlabeled/core";

export interface MocoV3Options {
  /** From images to features; what the training is for. Trained in place: it is the query network's. */
  readonly backbone: Network<tf.Tensor4D, tf.Tensor2D> & { readonly featureCount?: number };
  /**
   * From features to projections, `[N, D]`. Default the authors' for ResNets: two layers without bias, batch
   * norm behind each, the last without factor and offset.
   */
  readonly projector?: Head;
  /**
   * From projections to queries, `[N, D]`; the key network has none. Default the authors' for ResNets: two
   * layers without bias, batch norm behind the first. With a projector of your own, give one that fits it.
   */
  readonly predictor?: Head;
  /** Hidden units of the default heads. Default 4096, the paper's. */
  readonly hidden?: number;
  /** D, the outputs of the default heads. Default 256, the paper's. */
  readonly dimension?: number;
  /** τ > 0, dimensionless; lower is sharper. Default 1, the authors' for ResNets (ViTs: 0.2). */
  readonly temperature?: number;
  /**
   * m in [0, 1]: what the key network keeps of itself at each step. Default `cosineMomentum({ base: 0.99 })`,
   * from 0.99 up to 1, the authors' for 100 and 300 epochs (0.996 for 1000).
   */
  readonly momentum?: Schedule;
  /** Decides the initial values of the default heads, an integer in [0, 2^32). Default 0. */
  readonly seed?: number;
}
