import type * as tf from "@tensorflow/tfjs";
import type { RowSeeds } from "./row-seeds.ts";

/** "train": batch statistics, and running ones are updated. "evaluate": running statistics. */
export type Mode = "train" | "evaluate";

/** What a parameter is; decides weight decay and LARS: only kernels have them by default. */
export type ParameterKind = "kernel" | "bias" | "scale";

/** A variable and the path that names it, `stage2/block0/norm1/mean`: the key of all saved state. */
export interface NamedVariable {
  readonly name: string;
  readonly variable: tf.Variable;
}

/** A trained variable. Offsets of normalizations are biases, their factors scales. */
export interface Parameter extends NamedVariable {
  readonly kind: ParameterKind;
}

/**
 * A differentiable function and the variables that it reads.
 *
 * Backbones, projectors and predictors are all networks. A method takes networks as arguments and
 * never makes one, so any model that fits this shape can be trained by any method.
 */
export interface Network<In extends tf.Tensor = tf.Tensor, Out extends tf.Tensor = tf.Tensor> {
  /** Trained variables; names are unique within the network and stable across releases. */
  readonly parameters: readonly Parameter[];
  /** Running means and variances: saved, never trained. */
  readonly statistics: readonly NamedVariable[];
  /**
   * The function. In mode "train" it also moves the running statistics. The caller disposes the result.
   *
   * @param seeds - One number a row, of which a network with noise of its own (dropout, stochastic depth) draws that in mode
   *   "train", and which it needs then. Others need none.
   */
  apply(input: In, mode: Mode, seeds?: RowSeeds): Out;
  /** The same architecture with variables of its own, equal in value. */
  clone(): Network<In, Out>;
}

/** A network from images `[N, H, W, 3]` in [0, 1] to features `[N, F]`. */
export interface Backbone extends Network<tf.Tensor4D, tf.Tensor2D> {
  /** F, the length of a feature row. */
  readonly featureCount: number;
  /** The maps before pooling, finest first, `[N, h, w, c]`: for detection, segmentation and CAM. */
  stages(images: tf.Tensor4D, mode: Mode, seeds?: RowSeeds): readonly tf.Tensor4D[];
  clone(): Backbone;
}
