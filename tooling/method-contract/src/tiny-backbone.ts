import * as tf from "@tensorflow/tfjs";
import {
  batchNorm,
  conv2d,
  defineNetwork,
  type Mode,
  type Network,
  normal,
  normVariables,
  within,
} from "@unlabeled/core";

/** What a small test trains, and what the fixtures' Python has too: a network from pictures to four features. */
export interface TinyBackbone extends Network<tf.Tensor4D, tf.Tensor2D> {
  readonly featureCount: 4;
  clone(): TinyBackbone;
}

/** 3 × 3 convolution to 4 channels, batch norm, ReLU, mean over the picture. */
export function tinyBackbone(seed = 0): TinyBackbone {
  return defineNetwork(
    (variables) => {
      const kernel = variables.kernel("conv/kernel", [3, 3, 3, 4], normal(0.3));
      const norm = normVariables(within(variables, "norm"), 4);
      return {
        featureCount: 4 as const,
        apply: (images: tf.Tensor4D, mode: Mode): tf.Tensor2D =>
          tf.tidy(() => {
            const maps = conv2d(images, kernel as tf.Tensor as tf.Tensor4D, { padding: 1 });
            return tf.mean(batchNorm(maps, norm, mode, { activation: "relu" }), [1, 2]);
          }),
      };
    },
    { seed },
  );
}
