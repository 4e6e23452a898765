import * as tf from "@tensorflow/tfjs";
import {
  type Branch,
  type BranchParts,
  cosineMomentum,
  type Head,
  type Method,
  type Network,
  type Progress,
  prefixed,
  type Schedule,
  scheduleSamples,
  stacked,
  type TwoViews,
  updateEma,
} from "@unlabeled/core";
import { byolLoss, spread } from "@unlabeled/losses";
import { headsOf } from "./default-heads.ts";

export interface ByolOptions {
  /** From images to features; what the training is for. Trained in place. */
  readonly backbone: Network<tf.Tensor4D, tf.Tensor2D> & { readonly featureCount?: number };
  /**
   * From features to projections, `[N, D]`. Default the paper's: 4096 hidden units, batch norm, ReLU, 256
   * outputs.
   */
  readonly projector?: Head;
  /**
   * From projections to predictions of the target's projections, `[N, D]`. Default the paper's: as the
   * projector. With a projector of your own, give one that fits it.
   */
  readonly predictor?: Head;
  /** Decides the initial values of the default heads, an integer in [0, 2^32). Default 0. */
  readonly seed?: number;
  /**
   * m in [0, 1]: what the target keeps of itself at each step. Default `cosineMomentum({ base: 0.996 })`,
   * from 0.996 up to 1, the paper's for 1000 epochs (0.99 for 100 and 300 epochs, 0.97 for 40).
   */
  readonly momentum?: Schedule;
  /**
   * The target network. Default: a copy of backbone and projector. The authors start it from other
   * random values and saw no difference.
   */
  readonly target?: BranchParts;
}

/** What is differentiated: predictions and projections of both views, `[N, D]`. */
export type ByolOutputs = Readonly<
  Record<"prediction0" | "prediction1" | "projection0" | "projection1", tf.Tensor2D>
>;

/** The target's projections of both views, `[N, D]`: constants. */
export type ByolTargets = Readonly<Record<"target0" | "target1", tf.Tensor2D>>;

/** BYOL as a method; its target is there to be looked at, and to be freed with `disposeNetwork`. */
export interface Byol extends Method<TwoViews, ByolOutputs, ByolTargets> {
  readonly target: Branch;
  afterUpdate(progress: Progress): void;
}

/**
 * Bootstrap Your Own Latent (BYOL): an online network predicts, from one view of an image, what a
 * slowly following copy of itself, the target, makes of the other view. No negatives.
 *
 * Each view goes through each network by itself, so batch statistics are those of one view. The
 * target normalizes with batch statistics too and keeps running statistics of its own; its
 * parameters follow the online ones after each update of the optimizer.
 *
 * The loss is the sum of both directions, in [0, 8]. Measures: `spread`, the standard deviation of
 * the normalized online projections by dimension times √D, 1 where they fill the sphere and 0 at
 * collapse; `cosine`, the mean of cos(prediction, target), in [-1, 1].
 *
 * @throws {RangeError} If a head is missing that has no default, projector and predictor are one network, or the target's parameters differ
 *   in name or shape from the online ones.
 *
 * @see Grill et al., Bootstrap Your Own Latent, 2020, section 3, eq. 1 and 2, algorithm 1:
 *   https://arxiv.org/abs/2006.07733
 *
 * @example
 * const method = byol({ backbone, momentum: cosineMomentum({ base: 0.99 }) });
 */
export function byol({
  backbone,
  seed = 0,
  momentum = cosineMomentum({ base: 0.996 }),
  ...given
}: ByolOptions): Byol {
  const { projector, predictor } = headsOf(backbone, given, seed);
  if (projector === (predictor as unknown)) {
    throw new RangeError(
      "byol: predictor must be a network of its own; got the projector. Make or clone a second one.",
    );
  }
  const online = stacked({ backbone, projector });
  const target = given.target ? stacked(given.target) : online.clone();
  assertSameParameters(online, target);

  return {
    name: "byol",
    settings: { momentum: scheduleSamples(momentum) },
    target,
    trained: [...online.parameters, ...prefixed("predictor", predictor.parameters)],
    state: [
      ...online.statistics,
      ...prefixed("predictor", predictor.statistics),
      ...prefixed("target", [...target.parameters, ...target.statistics]),
    ],
    watch: {
      embeddings: ["projection0", "projection1"],
      predicted: ["prediction0", "target1"],
      follower: "target",
      collapsedLoss: () => 0,
    },
    targets: ({ view0, view1 }) =>
      tf.tidy(() => ({
        target0: target.apply(view0, "train"),
        target1: target.apply(view1, "train"),
      })),
    forward: ({ view0, view1 }) =>
      tf.tidy(() => {
        const projection0 = online.apply(view0, "train");
        const projection1 = online.apply(view1, "train");
        const prediction0 = predictor.apply(projection0, "train");
        const prediction1 = predictor.apply(projection1, "train");
        return { prediction0, prediction1, projection0, projection1 };
      }),
    objective: ({ prediction0, prediction1, projection0, projection1 }, { target0, target1 }) =>
      tf.tidy(() => {
        const loss = tf.add<tf.Scalar>(
          byolLoss(prediction0, target1),
          byolLoss(prediction1, target0),
        );
        const cosine = tf.sub<tf.Scalar>(1, tf.div(loss, 4)); // each direction is 2 - 2 cos
        return {
          loss,
          measures: { spread: spread(tf.concat([projection0, projection1])), cosine },
        };
      }),
    afterUpdate: (progress) => updateEma(target.parameters, online.parameters, momentum(progress)),
  };
}

function assertSameParameters(online: Branch, target: Branch): void {
  const list = ({ parameters }: Branch) =>
    parameters.map(({ name, variable }) => `${name} [${variable.shape}]`);
  const [wanted, found] = [list(online), list(target)];
  const different = [
    ...wanted.filter((entry) => !found.includes(entry)).map((entry) => `no ${entry}`),
    ...found.filter((entry) => !wanted.includes(entry)).map((entry) => `also ${entry}`),
  ];
  if (different.length > 0) {
    throw new RangeError(
      `byol: target must have the parameters of backbone and projector; got ${different.join(", ")}.`,
    );
  }
}
