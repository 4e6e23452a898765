import type * as tf from "@tensorflow/tfjs";
import { inTurn } from "../ops/in-turn.ts";
import { prefixed } from "./compose.ts";
import type { Mode, Network } from "./network.ts";
import type { RowSeeds } from "./row-seeds.ts";

/** Networks one on the other as one, `[N, H, W, 3]` → `[N, D]`. Names of its variables begin with those of the parts. */
export type Stacked<Parts> = Omit<Network<tf.Tensor4D, tf.Tensor2D>, "clone"> &
  Readonly<Parts> & { clone(): Stacked<Parts> };

/** Backbone and projector: one of the two branches of a siamese method, which each see a view. */
export type Branch = Stacked<BranchParts>;

/** What a branch is made of. */
export interface BranchParts {
  /** From images `[N, H, W, 3]` to features `[N, F]`; what pretraining is for. */
  readonly backbone: Network<tf.Tensor4D, tf.Tensor2D>;
  /** From features to projections `[N, D]`; thrown away afterwards. */
  readonly projector: Network<tf.Tensor2D, tf.Tensor2D>;
}

type AnyNetwork = Network<tf.Tensor, tf.Tensor>;

/**
 * Networks one on the other as one network, in the order in which they are named: a backbone, from images to features,
 * then heads, from rows to rows.
 *
 * It has no variables of its own, so whoever has the parts sees them learn. A clone has clones of the parts.
 *
 * @example
 * const query = stacked({ backbone, projector });
 * const key = query.clone();
 * const classifier = stacked({ backbone, classifier: linearClassifier({ inputs: backbone.featureCount, classes: 10 }) });
 */
export function stacked<
  Parts extends { readonly backbone: Network<tf.Tensor4D, tf.Tensor2D> } & {
    readonly [Name in keyof Parts]: Name extends "backbone"
      ? Network<tf.Tensor4D, tf.Tensor2D>
      : Network<tf.Tensor2D, tf.Tensor2D>;
  },
>(parts: Parts): Stacked<Parts> {
  const named = Object.entries(parts) as unknown as [string, AnyNetwork][];
  return {
    ...parts,
    parameters: named.flatMap(([name, { parameters }]) => prefixed(name, parameters)),
    statistics: named.flatMap(([name, { statistics }]) => prefixed(name, statistics)),
    apply: (images: tf.Tensor4D, mode: Mode, seeds?: RowSeeds) =>
      inTurn<tf.Tensor>(
        images,
        named.map(
          ([, part]) =>
            (x) =>
              part.apply(x, mode, seeds),
        ),
      ) as tf.Tensor2D,
    clone: () =>
      stacked(
        Object.fromEntries(named.map(([name, part]) => [name, part.clone()])) as unknown as Parts,
      ),
  };
}
