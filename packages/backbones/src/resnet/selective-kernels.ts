import * as tf from "@tensorflow/tfjs";
import {
  conv2d,
  convBatchNorm,
  globalAveragePool,
  heNormal,
  type Mode,
  scaleChannels,
  type VariableMaker,
  within,
} from "@unlabeled/core";
import { convNormVariables } from "./conv-norm-variables.ts";

/** What the ratio never goes below. SKNet's paper and SimCLRv2's code: 32. */
const LEAST_FUSED = 32;

export interface SelectiveKernelsOptions {
  /** Channels in and out: F. */
  readonly width: number;
  readonly stride: number;
  /** Channels between the two layers that weigh the streams, over F; at least 32 of them. */
  readonly ratio: number;
  readonly decay: number;
}

/**
 * Convolution 3x3 of two streams, mixed channel by channel: Σᵢ wᵢ ⊙ sᵢ, with w = softmax over the streams of
 * V relu(norm(W mean(s₁ + s₂))).
 *
 * Both streams are 3x3, as in SimCLRv2's code, and come from one convolution, `conv2`, with one normalization
 * and ReLU; SKNet's second one is dilated, and both are grouped. W is `fuse`, V is `select`.
 *
 * @returns From `[N, H, W, F]` to `[N, ⌈H / stride⌉, ⌈W / stride⌉, F]`.
 *
 * @see Li et al., Selective Kernel Networks, 2019, section 3.1: https://arxiv.org/abs/1903.06586
 * @see Chen et al., Big Self-Supervised Models are Strong Semi-Supervised Learners, 2020: https://arxiv.org/abs/2006.10029
 */
export function selectiveKernels(
  variables: VariableMaker,
  { width, stride, ratio, decay }: SelectiveKernelsOptions,
): (x: tf.Tensor4D, mode: Mode) => tf.Tensor4D {
  const split = convNormVariables(variables, {
    conv: "conv2",
    norm: "norm2",
    kernel: [3, 3, width, 2 * width],
  });
  const fused = Math.max(Math.floor(width * ratio), LEAST_FUSED);
  const fuse = convNormVariables(within(variables, "fuse"), {
    conv: "conv",
    norm: "norm",
    kernel: [1, 1, width, fused],
  });
  const select = within(variables, "select/conv").kernel(
    "kernel",
    [1, 1, fused, 2 * width],
    heNormal("out"),
  ) as tf.Tensor as tf.Tensor4D;
  const activation = "relu";
  return (x, mode) =>
    tf.tidy(() => {
      const both = convBatchNorm(x, split, mode, { stride, padding: 1, activation, decay });
      const N = both.shape[0];
      // the mean of the streams' sum is the sum of their means, [N, 1, 1, F]
      const means = tf.sum(tf.reshape(globalAveragePool(both), [N, 2, 1, 1, width]), 1);
      const descriptor = convBatchNorm(means as tf.Tensor4D, fuse, mode, { activation, decay });
      const [logits1, logits2] = tf.split(tf.reshape(conv2d(descriptor, select), [N, -1]), 2, 1);
      // the softmax of two numbers: of the first σ(a − b), of the second σ(b − a)
      const difference = tf.sub(logits1 as tf.Tensor2D, logits2 as tf.Tensor2D); // [N, F]
      const weights = tf.concat([tf.sigmoid(difference), tf.sigmoid(tf.neg(difference))], 1);
      const [stream1, stream2] = tf.split(scaleChannels(both, weights as tf.Tensor2D), 2, 3);
      return tf.add(stream1 as tf.Tensor4D, stream2 as tf.Tensor4D);
    });
}
