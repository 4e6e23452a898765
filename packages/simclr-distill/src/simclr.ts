import * as tf from "@tensorflow/tfjs";
import {
  type Head,
  type Method,
  mlp,
  type Network,
  normal,
  type Progress,
  stacked,
  type TwoViews,
} from "@unlabeled/core";
import { contrastiveAccuracy, ntXentLoss, spread } from "@unlabeled/losses";

export interface SimclrOptions {
  /** From images to features; what the training is for. Trained in place. */
  readonly backbone: Network<tf.Tensor4D, tf.Tensor2D> & { readonly featureCount?: number };
  /**
   * From features to projections, `[N, D]`. Default that of the authors' code: two layers without bias, as
   * wide as the features and 128, batch norm behind each, the last without offset.
   */
  readonly projector?: Head;
  /** Decides the initial values of the default projector, an integer in [0, 2^32). Default 0. */
  readonly seed?: number;
  /** τ > 0, dimensionless; lower is sharper. Default 0.5, SimCLR's for CIFAR-10 (ImageNet: 0.1). */
  readonly temperature?: number;
}

/** Projections of both views, `[N, D]`: row i of both comes from image i. */
export type SimclrOutputs = Readonly<Record<"z0" | "z1", tf.Tensor2D>>;

/** SimCLR as a method. It has no targets: both views get gradients. */
export interface Simclr
  extends Method<TwoViews, SimclrOutputs, Readonly<Record<never, tf.Tensor>>> {
  afterUpdate(progress: Progress): void;
}

/**
 * SimCLR's contrastive pretraining: of all other views in the batch, each has to find the one of the
 * same image.
 *
 * Both views go through the networks as one batch of 2N images, all first views before all second
 * ones, so batch statistics are those of both together.
 *
 * The loss is the paper's mean over the 2N views; the authors' code adds the means of both
 * directions, which is twice as much. Measures: `accuracy`, how often a first view is nearest to its
 * own second view among the N, in [0, 1]; `spread`, the standard deviation of the normalized
 * projections by dimension times √D, 1 where they fill the sphere and 0 at collapse.
 *
 * @throws {RangeError} If the temperature is not positive, or the projector is missing and the backbone has
 *   no featureCount.
 *
 * @see Chen et al., A Simple Framework for Contrastive Learning of Visual Representations, 2020,
 *   section 2.1, algorithm 1: https://arxiv.org/abs/2002.05709
 *
 * @example
 * const method = simclr({ backbone, temperature: 0.1 });
 */
export function simclr({
  backbone,
  seed = 0,
  projector = defaultProjector(backbone.featureCount, seed),
  temperature = 0.5,
}: SimclrOptions): Simclr {
  if (!(temperature > 0)) {
    throw new RangeError(`simclr: temperature must be positive; got ${temperature}.`);
  }
  const network = stacked({ backbone, projector });
  return {
    name: "simclr",
    settings: { temperature },
    trained: network.parameters,
    state: network.statistics,
    watch: { embeddings: ["z0", "z1"], collapsedLoss: (N) => Math.log(2 * N - 1) },
    targets: () => ({}),
    forward: ({ view0, view1 }) =>
      tf.tidy(() => {
        const views = tf.concat([view0, view1]); // [2N, H, W, 3]
        const z = network.apply(views, "train"); // [2N, D]
        const [z0, z1] = tf.split(z, 2) as [tf.Tensor2D, tf.Tensor2D];
        return { z0, z1 };
      }),
    objective: ({ z0, z1 }) =>
      tf.tidy(() => ({
        loss: ntXentLoss(z0, z1, { temperature }),
        measures: {
          accuracy: contrastiveAccuracy(z0, z1),
          spread: spread(tf.concat([z0, z1])),
        },
      })),
    afterUpdate: () => {},
  };
}

/** google-research/simclr, model_util.py, projection_head with two layers. */
function defaultProjector(featureCount: number | undefined, seed: number): Head {
  if (featureCount === undefined) {
    throw new RangeError(
      "simclr: projector must be given for a backbone without featureCount; got none.",
    );
  }
  return mlp({
    inputs: featureCount,
    hidden: [featureCount],
    outputs: 128,
    outputBias: false,
    outputNorm: "without offset",
    initializer: normal(0.01),
    seed,
  });
}
