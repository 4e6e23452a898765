import type * as tf from "@tensorflow/tfjs";
import {
  assertPositiveIntegers,
  constant,
  type Head,
  type LayeredHead,
  mlp,
  type Network,
  stacked,
} from "@unlabeled/core";

export interface ClassifierFromLayerOptions {
  /** From images to features, pretrained. */
  readonly backbone: Network<tf.Tensor4D, tf.Tensor2D> & { readonly featureCount: number };
  /** Its projector, pretrained with it; unused from layer 0. */
  readonly projector?: LayeredHead;
  /**
   * The layer of the projector behind which the classifier stands, its normalization and ReLU included; 0: it stands on the
   * features. Default 1, the paper's for few labels, or 0 without a projector.
   */
  readonly layer?: number;
  /** L, the number of classes. */
  readonly classes: number;
}

/** Images to logits, `[N, H, W, 3]` → `[N, L]`, and its parts. */
export interface ImageClassifier extends Network<tf.Tensor4D, tf.Tensor2D> {
  readonly backbone: Network<tf.Tensor4D, tf.Tensor2D>;
  /** The projector's first layers; none where the classifier stands on the features. */
  readonly projector?: Head;
  readonly classifier: Head;
}

/**
 * A linear classifier on a layer of the projection head: what SimCLRv2 fine-tunes.
 *
 * Backbone and the projector's first layers are the ones that are given, not copies; the layers behind are left out. The
 * classifier has a bias and begins at zero, as in the authors' code.
 *
 * @returns A network of the parts `backbone`, `projector` (but from layer 0) and `classifier`.
 * @throws {RangeError} If the projector has no such layer, or a number is not an integer in its range.
 *
 * @see Chen et al., Big Self-Supervised Models are Strong Semi-Supervised Learners, 2020, section 2, eq. 2 and 3;
 *   google-research/simclr, model_util.py, `ft_proj_selector`
 *
 * @example
 * const network = classifierFromLayer({ backbone, projector: simclrProjector({ inputs: 512, layers: 3, seed: 0 }), classes: 10 });
 */
export function classifierFromLayer({
  backbone,
  projector,
  layer = projector ? 1 : 0,
  classes,
}: ClassifierFromLayerOptions): ImageClassifier {
  assertPositiveIntegers("classifierFromLayer", { classes });
  const widths = projector?.widths ?? [];
  if (!Number.isInteger(layer) || layer < 0 || layer > widths.length) {
    const has = projector ? `the projector has ${widths.length}` : "there is no projector";
    throw new RangeError(
      `classifierFromLayer: layer must be an integer in [0, ${widths.length}], ${has}; got ${layer}.`,
    );
  }
  const inputs = layer === 0 ? backbone.featureCount : (widths[layer - 1] as number);
  const classifier = mlp({ inputs, outputs: classes, initializer: constant(0), seed: 0 });
  if (projector === undefined || layer === 0) return stacked({ backbone, classifier });
  return stacked({ backbone, projector: projector.upTo(layer), classifier });
}
