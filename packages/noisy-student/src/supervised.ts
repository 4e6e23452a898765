import * as tf from "@tensorflow/tfjs";
import {
  type LabeledImages,
  type Method,
  type Network,
  type Progress,
  softmaxCrossEntropy,
} from "@unlabeled/core";
import { assertLabelSmoothing, assertLabels } from "./labels.ts";
import { rowSeedsOf } from "./row-seeds-of.ts";
import { shareOfEqual } from "./share-of-equal.ts";
import { smoothedClasses } from "./smoothed-classes.ts";

export interface SupervisedOptions {
  /** From images to logits `[N, L]`, trained whole and in place. */
  readonly network: Network<tf.Tensor4D, tf.Tensor2D>;
  /** In [0, 1). Default 0.1, the authors' code's. */
  readonly labelSmoothing?: number;
}

/** Logits, `[N, L]`. */
export type SupervisedOutputs = { readonly logits: tf.Tensor2D };

/** Classes, `[N]`, int32. */
export type SupervisedTargets = { readonly labels: tf.Tensor1D };

/** Training with labels as a method. */
export interface Supervised extends Method<LabeledImages, SupervisedOutputs, SupervisedTargets> {
  afterUpdate(progress: Progress): void;
}

/**
 * Training with labels alone, as that of the first teacher: cross-entropy with smoothed labels, (1 − s) y + s / L.
 *
 * A network with dropout or stochastic depth needs `seeds`, `[N, 1]`, in its batches: `withRowSeeds` of `@unlabeled/data` adds
 * them. Measure: `accuracy`, how often the greatest logit is that of the class, under noise, in [0, 1].
 *
 * @throws {RangeError} If an option is not in its range; in a step, if a label is not a class.
 *
 * @see Xie et al., Self-training with Noisy Student improves ImageNet classification, 2020, algorithm 1, step 1:
 *   https://arxiv.org/abs/1911.04252; google-research/noisystudent, main.py, `label_smoothing`
 *
 * @example
 * const method = supervised({ network: stacked({ backbone, dropout: dropoutLayer({ rate: 0.2 }), classifier }) });
 */
export function supervised({ network, labelSmoothing = 0.1 }: SupervisedOptions): Supervised {
  assertLabelSmoothing("supervised", labelSmoothing);
  return {
    name: "supervised",
    settings: { labelSmoothing },
    trained: network.parameters,
    state: network.statistics,
    targets: ({ labels }) => ({ labels: tf.clone(labels) }),
    forward: ({ images, ...beside }) => ({
      logits: network.apply(
        images,
        "train",
        rowSeedsOf("supervised", beside, [images.shape[0], 1]),
      ),
    }),
    objective: ({ logits }, { labels }) => {
      const L = logits.shape[1];
      assertLabels("supervised", labels.dataSync<"int32">(), L);
      return tf.tidy(() => ({
        loss: softmaxCrossEntropy(
          logits,
          smoothedClasses(labels, L, labelSmoothing) as tf.Tensor2D,
        ),
        measures: { accuracy: shareOfEqual(tf.argMax(logits, 1), labels) },
      }));
    },
    afterUpdate: () => {},
  };
}
