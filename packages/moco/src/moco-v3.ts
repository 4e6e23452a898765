import * as tf from "@tensorflow/tfjs";
import {
  type Branch,
  cosineMomentum,
  type Method,
  type Progress,
  prefixed,
  scheduleSamples,
  stacked,
  type TwoViews,
  updateEma,
} from "@unlabeled/core";
import {
  assertTemperature,
  contrastiveAccuracy,
  inBatchInfoNceLoss,
  spread,
} from "@unlabeled/losses";
import { v3Heads } from "./heads/v3-heads.ts";
import type { MocoV3Options } from "./moco-v3-options.ts";

/** What is differentiated: queries and, before the predictor, projections of both views, `[N, D]`. */
export type MocoV3Outputs = Readonly<
  Record<"query0" | "query1" | "projection0" | "projection1", tf.Tensor2D>
>;

/** The key network's projections of both views, `[N, D]`: constants. */
export type MocoV3Targets = Readonly<Record<"key0" | "key1", tf.Tensor2D>>;

/** MoCo v3 as a method; its key network is there to be looked at, and to be freed with `disposeNetwork`. */
export interface MocoV3 extends Method<TwoViews, MocoV3Outputs, MocoV3Targets> {
  /** A copy of backbone and projector, which follows them. */
  readonly key: Branch;
  afterUpdate(progress: Progress): void;
}

/**
 * MoCo v3: a query network with a predictor has to find, among the keys of the batch, the one that a slowly
 * following copy of itself, the key network, makes of the other view. No queue, so large batches help.
 *
 * Each view is query and key in turn, and goes through each network by itself, with batch statistics of the
 * whole batch. The key network has no predictor and keeps running statistics of its own; its parameters
 * follow after each update of the optimizer.
 *
 * The loss is the sum of both directions, 2τ times the mean cross-entropy each, in [0, ∞); 4τ log N at
 * collapse. Measures: `accuracy`, how often a query is nearest to its own key among the N, in [0, 1];
 * `spread`, the standard deviation of the normalized projections by dimension times √D, 1 where they fill the
 * sphere and 0 at collapse. The paper's ViTs also freeze the patch projection, which is not done here.
 *
 * @throws {RangeError} If a size is not an integer ≥ 1, the temperature is not positive, a head is missing that has
 *   no default, or projector and predictor are one network.
 *
 * @see Chen, Xie and He, An Empirical Study of Training Self-Supervised Vision Transformers, 2021, section 3,
 *   algorithm 1: https://arxiv.org/abs/2104.02057; facebookresearch/moco-v3, moco/builder.py
 *
 * @example
 * const method = mocoV3({ backbone, hidden: 1024, dimension: 128 });
 */
export function mocoV3({
  backbone,
  hidden = 4096,
  dimension = 256,
  temperature = 1,
  momentum = cosineMomentum({ base: 0.99 }),
  seed = 0,
  ...given
}: MocoV3Options): MocoV3 {
  assertTemperature("mocoV3", temperature);
  const { projector, predictor } = v3Heads(backbone, given, { hidden, dimension, seed });
  const query = stacked({ backbone, projector });
  const key = query.clone();

  return {
    name: "moco-v3",
    settings: { temperature, momentum: scheduleSamples(momentum) },
    key,
    trained: [...query.parameters, ...prefixed("predictor", predictor.parameters)],
    state: [
      ...query.statistics,
      ...prefixed("predictor", predictor.statistics),
      ...prefixed("key", [...key.parameters, ...key.statistics]),
    ],
    watch: {
      embeddings: ["projection0", "projection1"],
      predicted: ["query0", "key1"],
      follower: "key",
      collapsedLoss: (N) => 4 * temperature * Math.log(N),
    },
    targets: ({ view0, view1 }) =>
      tf.tidy(() => ({ key0: key.apply(view0, "train"), key1: key.apply(view1, "train") })),
    forward: ({ view0, view1 }) =>
      tf.tidy(() => {
        const projection0 = query.apply(view0, "train");
        const projection1 = query.apply(view1, "train");
        const query0 = predictor.apply(projection0, "train");
        const query1 = predictor.apply(projection1, "train");
        return { query0, query1, projection0, projection1 };
      }),
    objective: ({ query0, query1, projection0, projection1 }, { key0, key1 }) =>
      tf.tidy(() => {
        const loss = tf.add<tf.Scalar>(
          inBatchInfoNceLoss(query0, key1, { temperature }),
          inBatchInfoNceLoss(query1, key0, { temperature }),
        );
        const found = tf.add<tf.Scalar>(
          contrastiveAccuracy(query0, key1),
          contrastiveAccuracy(query1, key0),
        );
        return {
          loss,
          measures: {
            accuracy: tf.div<tf.Scalar>(found, 2),
            spread: spread(tf.concat([projection0, projection1])),
          },
        };
      }),
    // Where algorithm 1 has it. The authors' code averages at the beginning of the next step instead, which
    // is the same but for the momentum, there that of the next step.
    afterUpdate: (progress) => updateEma(key.parameters, query.parameters, momentum(progress)),
  };
}
