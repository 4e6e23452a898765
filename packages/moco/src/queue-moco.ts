import * as tf from "@tensorflow/tfjs";
import {
  assertPositiveIntegers,
  type Branch,
  constantSchedule,
  type Head,
  type Method,
  prefixed,
  scheduleSamples,
  stacked,
  type Tensors,
  type TwoViews,
  updateEma,
} from "@unlabeled/core";
import { assertTemperature, infoNceAccuracy, infoNceLoss, spread } from "@unlabeled/losses";
import { dealtProjections, slicedProjections } from "./grouped-projections.ts";
import { featureCountOf } from "./heads/feature-count.ts";
import type { HeadSizes } from "./heads/queue-heads.ts";
import { keyQueue } from "./key-queue.ts";
import type { MocoOptions } from "./moco-options.ts";

/** The query network's projections of the first view, `[N, D]`; if symmetric, those of the second as `query1`. */
export type MocoOutputs = { readonly query0: tf.Tensor2D } & Tensors;

/** The key network's projections of the second view, `[N, D]`, constants; if symmetric, those of the first as `key0`. */
export type MocoTargets = { readonly key1: tf.Tensor2D } & Tensors;

/** MoCo with a queue as a method. Key network and queue are there to be looked at, and to be freed. */
export interface Moco extends Method<TwoViews, MocoOutputs, MocoTargets> {
  /** A copy of backbone and projector, which follows them. */
  readonly key: Branch;
  /** The negatives, `[K, D]`, unit vectors, newest first. */
  readonly queue: tf.Variable<tf.Rank.R2>;
}

/** What distinguishes v1 and v2. */
export interface Version {
  /** As in run.json. */
  readonly name: string;
  /** The public function: begins error messages. */
  readonly caller: string;
  /** τ where none is given. */
  readonly temperature: number;
  /** The projector where none is given. */
  readonly projector: (sizes: HeadSizes) => Head;
}

const ONE_WAY = [["view0", "query0", "view1", "key1"]] as const;
const BOTH_WAYS = [...ONE_WAY, ["view1", "query1", "view0", "key0"]] as const;

/** Momentum contrast: each query against its key and a queue of older keys. */
export function queueMoco(
  version: Version,
  {
    backbone,
    projector,
    dimension = 128,
    queueLength = 65536,
    temperature = version.temperature,
    momentum = constantSchedule({ base: 0.999 }),
    symmetric = false,
    batchNegatives = false,
    normGroups = 1,
    seed = 0,
  }: MocoOptions,
): Moco {
  const { name, caller } = version;
  assertPositiveIntegers(caller, { dimension, queueLength, normGroups });
  assertTemperature(caller, temperature);
  const query = stacked({
    backbone,
    projector:
      projector ??
      version.projector({ inputs: featureCountOf(caller, backbone), outputs: dimension, seed }),
  });
  const key = query.clone();
  const queue = keyQueue({ length: queueLength, dimension, seed });
  const directions = symmetric ? BOTH_WAYS : ONE_WAY;
  const checked = (projections: tf.Tensor2D) => {
    const [, found] = projections.shape;
    if (found === dimension) return projections;
    throw new RangeError(
      `${caller}: dimension must be what the projector gives, ${found}; got ${dimension}.`,
    );
  };

  return {
    name,
    settings: {
      dimension,
      queueLength,
      temperature,
      momentum: scheduleSamples(momentum),
      symmetric,
      ...(batchNegatives && { batchNegatives }),
      normGroups,
    },
    key,
    queue: queue.variable,
    trained: query.parameters,
    state: [
      ...query.statistics,
      ...prefixed("key", [...key.parameters, ...key.statistics]),
      { name: "queue", variable: queue.variable },
    ],
    watch: {
      embeddings: ["query0", "key1"],
      follower: "key",
      collapsedLoss: (N) => directions.length * Math.log(queueLength + (batchNegatives ? N : 1)),
      // The random keys must be gone, and embeddings need as long again to part.
      settling: (N) => (2 * queueLength) / (directions.length * N),
    },
    targets: (views) =>
      tf.tidy(() => {
        const keys = directions.map(
          ([, , view, name]) =>
            [name, checked(dealtProjections(caller, key, views[view], normGroups))] as const,
        );
        return Object.fromEntries(keys) as unknown as MocoTargets;
      }),
    forward: (views) =>
      tf.tidy(() => {
        const queries = directions.map(
          ([view, name]) =>
            [name, checked(slicedProjections(caller, query, views[view], normGroups))] as const,
        );
        return Object.fromEntries(queries) as unknown as MocoOutputs;
      }),
    objective: (outputs, targets) =>
      tf.tidy(() => {
        const negatives = queue.variable as tf.Tensor2D;
        const pairs = directions.map(
          ([, q, , k]) => [outputs[q], targets[k]] as [tf.Tensor2D, tf.Tensor2D],
        );
        const options = { temperature, batchNegatives };
        const losses = pairs.map(([q, k]) => infoNceLoss(q, k, negatives, options));
        const accuracies = pairs.map(([q, k]) => infoNceAccuracy(q, k, negatives));
        return {
          loss: tf.addN(losses),
          measures: {
            accuracy: tf.div<tf.Scalar>(tf.addN(accuracies), pairs.length),
            spread: spread(tf.concat(pairs.map(([q]) => q))),
          },
        };
      }),
    afterUpdate: (progress, targets) => {
      // With the parameters that the optimizer has just changed, before the next keys are made. builder.py
      // does it at the beginning of that step, and of the first, where it averages a copy with itself.
      updateEma(key.parameters, query.parameters, momentum(progress));
      // After the loss: an image's own key is never among its negatives.
      tf.tidy(() =>
        queue.enqueue(tf.concat(directions.map(([, , , k]) => targets[k] as tf.Tensor2D))),
      );
    },
  };
}
