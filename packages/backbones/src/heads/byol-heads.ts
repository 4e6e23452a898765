import { type Head, mlp } from "@unlabeled/core";

export interface ByolHeadOptions {
  /** Length of the rows that come in: of features for a projector, of projections for a predictor. */
  inputs: number;
  /** Decides the initial values. Integer in [0, 2^32). */
  seed: number;
  /** Units of the hidden layer. Default 4096, the paper's. */
  hidden?: number;
  /** Length of projections and predictions. Default 256, the paper's. */
  outputs?: number;
}

/**
 * BYOL's projector g: linear with bias, batch normalization, ReLU, linear without bias.
 *
 * The last layer has no bias in the authors' code, and one in the paper's appendix J; the code is followed.
 *
 * @returns A network from features `[N, inputs]` to projections `[N, outputs]`.
 * @throws {RangeError} If a size is not an integer ≥ 1.
 *
 * @see Grill et al., Bootstrap Your Own Latent, 2020, section 3.3: https://arxiv.org/abs/2006.07733;
 *   google-deepmind/deepmind-research, byol/utils/networks.py
 *
 * @example
 * const projector = byolProjector({ inputs: backbone.featureCount, seed: 0 });
 */
export function byolProjector({
  inputs,
  seed,
  hidden = 4096,
  outputs = 256,
}: ByolHeadOptions): Head {
  return mlp({ inputs, hidden: [hidden], outputs, seed, hiddenBias: true, outputBias: false });
}

/**
 * BYOL's predictor q: the projector's architecture, from projections to predictions.
 *
 * @returns A network from projections `[N, inputs]` to predictions `[N, outputs]`.
 * @throws {RangeError} If a size is not an integer ≥ 1.
 *
 * @see Grill et al., Bootstrap Your Own Latent, 2020, section 3.3: https://arxiv.org/abs/2006.07733;
 *   google-deepmind/deepmind-research, byol/utils/networks.py
 *
 * @example
 * const predictor = byolPredictor({ inputs: 256, seed: 1 });
 */
export function byolPredictor(options: ByolHeadOptions): Head {
  return byolProjector(options);
}
