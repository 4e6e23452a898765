import { type LayeredHead, mlp, normal } from "@unlabeled/core";

export interface SimclrProjectorOptions {
  /** Length of a feature row. */
  inputs: number;
  /** Decides the initial values. Integer in [0, 2^32). */
  seed: number;
  /** Units of the hidden layers. Default `inputs`, as in SimCLR. */
  hidden?: number;
  /** Length of a projection. Default 128, SimCLR's. */
  outputs?: number;
  /** Layers in all, ≥ 1. Default 2, SimCLR's; SimCLRv2 has 3. */
  layers?: number;
}

/**
 * SimCLR's projector g: linear layers without bias, batch normalization behind every one, ReLU between.
 *
 * The normalization behind the last layer has a factor and no offset: so in the authors' code, while
 * the paper writes the head without normalization. Kernels begin as N(0, 0.01²).
 *
 * @returns A network from features `[N, inputs]` to projections `[N, outputs]`.
 * @throws {RangeError} If a size is not an integer ≥ 1.
 *
 * @see Chen et al., A Simple Framework for Contrastive Learning of Visual Representations, 2020,
 *   section 4.2: https://arxiv.org/abs/2002.05709; Big Self-Supervised Models are Strong
 *   Semi-Supervised Learners, 2020: https://arxiv.org/abs/2006.10029; google-research/simclr,
 *   model_util.py
 *
 * @example
 * const projector = simclrProjector({ inputs: backbone.featureCount, seed: 0 });
 */
export function simclrProjector({
  inputs,
  seed,
  hidden = inputs,
  outputs = 128,
  layers = 2,
}: SimclrProjectorOptions): LayeredHead {
  if (!Number.isInteger(layers) || layers < 1) {
    throw new RangeError(`simclrProjector: layers must be an integer ≥ 1; got ${layers}.`);
  }
  return mlp({
    inputs,
    hidden: Array.from({ length: layers - 1 }, () => hidden),
    outputs,
    seed,
    outputBias: false,
    outputNorm: "without offset",
    initializer: normal(0.01),
  });
}
