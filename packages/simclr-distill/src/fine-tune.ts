import * as tf from "@tensorflow/tfjs";
import type { LabeledImages, Method, Network, ParameterPredicate, Progress } from "@unlabeled/core";
import { labelLoss } from "./label-loss.ts";

export interface FineTuneOptions {
  /**
   * From images to logits `[N, L]`, trained whole and in place: what `classifierFromLayer` makes of a pretrained
   * backbone and its projector.
   */
  readonly network: Network<tf.Tensor4D, tf.Tensor2D>;
}

/** Logits, `[N, L]`. */
export type FineTuneOutputs = { readonly logits: tf.Tensor2D };

/** Classes, `[N]`, int32. */
export type FineTuneTargets = { readonly labels: tf.Tensor1D };

/** Fine-tuning as a method. */
export interface FineTune extends Method<LabeledImages, FineTuneOutputs, FineTuneTargets> {
  afterUpdate(progress: Progress): void;
}

/**
 * SimCLRv2's second stage, fine-tuning with labels: cross-entropy of all weights, without label smoothing.
 *
 * The network is in training mode, so its batch statistics are those of the labelled batch, as in the authors' code. Measure:
 * `accuracy`, how often the greatest logit is that of the class, in [0, 1].
 *
 * The authors' settings for ImageNet: LARS without weight decay, its ratio for the pretrained kernels alone
 * (`lars({ form: "simclr", weightDecay: 0, adapts: isPretrainedKernel })`), a rate of 0.005 · √batch (0.002 for wider networks) that falls by a cosine without warm-up, batches of 1024, 60 epochs with 1% of the
 * labels and 30 with more; crops and flips alone.
 *
 * @see Chen et al., Big Self-Supervised Models are Strong Semi-Supervised Learners, 2020, section 2 and appendix A:
 *   https://arxiv.org/abs/2006.10029
 *
 * @example
 * const network = classifierFromLayer({ backbone, projector, layer: 1, classes: 10 });
 * const method = fineTune({ network });
 */
export function fineTune({ network }: FineTuneOptions): FineTune {
  return {
    name: "fine-tune",
    settings: {},
    trained: network.parameters,
    state: network.statistics,
    targets: ({ labels }) => ({ labels: tf.clone(labels) }),
    forward: ({ images }) => ({ logits: network.apply(images, "train") }),
    objective: ({ logits }, { labels }) => labelLoss("fineTune", logits, labels),
    afterUpdate: () => {},
  };
}

/**
 * What LARS adapts when a classifier is trained: kernels, but for the classifier's own. It begins at zero, so a ratio of
 * its norm would hold it there.
 *
 * @see google-research/simclr, model_util.py, `get_optimizer`: `head_supervised` is excluded
 */
export const isPretrainedKernel: ParameterPredicate = ({ kind, name }) =>
  kind === "kernel" && !name.startsWith("classifier/");
