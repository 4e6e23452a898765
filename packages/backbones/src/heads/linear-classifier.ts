import { constant, type Head, type Initializer, mlp } from "@unlabeled/core";

export interface LinearClassifierOptions {
  /** Length of a feature row. */
  inputs: number;
  /** L, the number of classes. */
  classes: number;
  /** Decides the initial values where the initializer draws any. Integer in [0, 2^32). Default 0. */
  seed?: number;
  /** Initial kernel. Default zero, as in SimCLR's evaluations; N(0, 0.01²), `normal(0.01)`, in its training. */
  initializer?: Initializer;
}

/**
 * A linear classifier: features to logits, with bias.
 *
 * @returns A network from features `[N, inputs]` to logits `[N, L]`.
 * @throws {RangeError} If a size is not an integer ≥ 1.
 *
 * @see google-research/simclr, model_util.py, `supervised_head` with `zero_init_logits_layer`
 *
 * @example
 * const classifier = linearClassifier({ inputs: backbone.featureCount, classes: 10 });
 */
export function linearClassifier({
  inputs,
  classes,
  seed = 0,
  initializer = constant(0),
}: LinearClassifierOptions): Head {
  return mlp({ inputs, outputs: classes, seed, initializer });
}
