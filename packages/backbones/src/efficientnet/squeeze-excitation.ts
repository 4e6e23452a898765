import * as tf from "@tensorflow/tfjs";
import {
  conv2d,
  globalAveragePool,
  heNormal,
  scaleChannels,
  swish,
  type VariableMaker,
  within,
} from "@unlabeled/core";

/**
 * Squeeze-and-excitation: channels weighted by what all pixels together say, x · σ(W₂ swish(W₁ mean(x) + b₁) + b₂).
 *
 * @param channels - Of x, `[N, H, W, channels]`.
 * @param squeezed - Channels between the two layers.
 *
 * @see Hu et al., Squeeze-and-Excitation Networks, 2017, eq. 2 to 4, there with a ReLU: https://arxiv.org/abs/1709.01507
 */
export function squeezeExcitation(
  variables: VariableMaker,
  { channels, squeezed }: { channels: number; squeezed: number },
): (x: tf.Tensor4D) => tf.Tensor4D {
  const squeeze = layer(within(variables, "squeeze"), channels, squeezed);
  const excite = layer(within(variables, "excite"), squeezed, channels);
  return (x) =>
    tf.tidy(() => {
      const N = x.shape[0];
      const means = tf.reshape(globalAveragePool(x), [N, 1, 1, channels]) as tf.Tensor4D;
      const weights = tf.sigmoid(excite(swish(squeeze(means))));
      return scaleChannels(x, tf.reshape(weights, [N, channels]));
    });
}

/** A linear layer over `[N, 1, 1, inputs]`, its kernel that of a convolution 1x1 as in all published weights. */
function layer(
  variables: VariableMaker,
  inputs: number,
  outputs: number,
): (x: tf.Tensor4D) => tf.Tensor4D {
  const kernel = variables.kernel("kernel", [1, 1, inputs, outputs], heNormal("out"));
  const bias = variables.bias("bias", [outputs]);
  return (x) => tf.add(conv2d(x, kernel as tf.Tensor as tf.Tensor4D), bias);
}
