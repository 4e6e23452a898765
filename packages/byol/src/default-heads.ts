import { type Head, mlp } from "@unlabeled/core";

/** The paper's: linear with bias, batch normalization, ReLU, linear without bias (as in its code). */
const PAPER = { hidden: [4096], outputs: 256, hiddenBias: true, outputBias: false };

interface Heads {
  readonly projector: Head;
  readonly predictor: Head;
}

/**
 * The heads that were given, else the paper's.
 *
 * @throws {RangeError} If the sizes of a default are not known.
 *
 * @see Grill et al., Bootstrap Your Own Latent, 2020, section 3.3; google-deepmind/deepmind-research,
 *   byol/utils/networks.py
 */
export function headsOf(
  { featureCount }: { readonly featureCount?: number },
  { projector, predictor }: { readonly projector?: Head; readonly predictor?: Head },
  seed: number,
): Heads {
  if (projector === undefined && featureCount === undefined) {
    throw new RangeError(
      "byol: projector must be given for a backbone without featureCount; got none.",
    );
  }
  if (projector !== undefined && predictor === undefined) {
    throw new RangeError("byol: predictor must be given with a projector of your own; got none.");
  }
  return {
    projector: projector ?? mlp({ ...PAPER, inputs: featureCount ?? 0, seed }),
    // another seed: layers of one name and shape would begin equal
    predictor: predictor ?? mlp({ ...PAPER, inputs: PAPER.outputs, seed: (seed + 1) % 2 ** 32 }),
  };
}
