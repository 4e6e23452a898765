// SimSiam, as a package of your own would have it: all that a new method needs is in this file. The training
// loop, gradient caching, checkpoints and the watch for collapse come with what it returns.
import * as tf from "@tensorflow/tfjs";
import {
  type Head,
  type Method,
  mlp,
  type Network,
  prefixed,
  stacked,
  type TwoViews,
} from "@unlabeled/core";
import { byolLoss, spread } from "@unlabeled/losses";

export interface SimsiamOptions {
  /** From images to features; what the training is for. Trained in place. */
  readonly backbone: Network<tf.Tensor4D, tf.Tensor2D> & { readonly featureCount: number };
  /** D, the length of projections and predictions, and the hidden units of the projector. Default 2048, the paper's. */
  readonly dimension?: number;
  /** Decides the heads' initial values, an integer in [0, 2^32). Default 0. */
  readonly seed?: number;
}

/** Projections z and predictions p of both views, `[N, D]`: what is differentiated. */
export type SimsiamOutputs = Readonly<Record<"z0" | "z1" | "p0" | "p1", tf.Tensor2D>>;

/** The same projections as constants, `[N, D]`. */
type SimsiamTargets = Readonly<Record<"target0" | "target1", tf.Tensor2D>>;

/** SimSiam as a method. */
export type Simsiam = Method<TwoViews, SimsiamOutputs, SimsiamTargets>;

/**
 * SimSiam: a network predicts, from one view of an image, what it makes itself of the other view. No negatives, no
 * second network; that the target is a constant keeps it from collapse.
 *
 * Each view goes through the network by itself. The loss is the mean of both directions, −cos(p, z), in [−1, 1];
 * −1 at collapse. Measure: `spread` of the projections, 1 where they fill the sphere and 0 at collapse.
 *
 * @see Chen and He, Exploring Simple Siamese Representation Learning, 2020, section 3, algorithm 1:
 *   https://arxiv.org/abs/2011.10566
 *
 * @example
 * const method = simsiam({ backbone: resnet18({ stem: "small", seed: 0 }), dimension: 512 });
 * for await (const { loss } of train(method, views, { epochs: 100, optimizer, learningRate })) console.log(loss);
 */
export function simsiam({ backbone, dimension = 2048, seed = 0 }: SimsiamOptions): Simsiam {
  const projector = projectorOf(backbone.featureCount, dimension, seed);
  const predictor = predictorOf(dimension, seed);
  const branch = stacked({ backbone, projector }); // the paper's f

  return {
    name: "simsiam",
    settings: { dimension },
    trained: [...branch.parameters, ...prefixed("predictor", predictor.parameters)],
    state: [...branch.statistics, ...prefixed("predictor", predictor.statistics)],
    watch: {
      embeddings: ["z0", "z1"],
      predicted: ["p0", "target1"],
      collapsedLoss: () => -1,
    },
    // Made outside the gradient: the stop-gradient. Its price is that projections are made twice a step.
    targets: ({ view0, view1 }) =>
      tf.tidy(() => ({
        target0: branch.apply(view0, "train"),
        target1: branch.apply(view1, "train"),
      })),
    forward: ({ view0, view1 }) =>
      tf.tidy(() => {
        const [z0, z1] = [branch.apply(view0, "train"), branch.apply(view1, "train")];
        const [p0, p1] = [predictor.apply(z0, "train"), predictor.apply(z1, "train")];
        return { z0, z1, p0, p1 };
      }),
    objective: ({ z0, z1, p0, p1 }, { target0, target1 }) =>
      tf.tidy(() => {
        const squares = tf.add(byolLoss(p0, target1), byolLoss(p1, target0)); // 2 − 2 cos each
        return {
          loss: tf.sub<tf.Scalar>(tf.div(squares, 4), 1),
          measures: { spread: spread(tf.concat([z0, z1])) },
        };
      }),
    afterUpdate: () => {},
  };
}

/** Three layers, batch norm behind each, no ReLU behind the last. (The authors' code has no γ and β there.) */
function projectorOf(inputs: number, dimension: number, seed: number): Head {
  const hidden = [dimension, dimension];
  return mlp({ inputs, hidden, outputs: dimension, outputBias: false, outputNorm: "whole", seed });
}

/** A bottleneck of a quarter: two layers, batch norm and ReLU behind the first only. */
function predictorOf(dimension: number, seed: number): Head {
  const hidden = [Math.ceil(dimension / 4)];
  return mlp({ inputs: dimension, hidden, outputs: dimension, seed: (seed + 1) % 2 ** 32 });
}
