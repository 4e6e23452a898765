import * as tf from "@tensorflow/tfjs";
import {
  assertPositiveIntegers,
  batchNorm,
  constant,
  defineNetwork,
  type Head,
  linear,
  type Mode,
  mlp,
  normVariables,
  within,
} from "@unlabeled/core";
import { featureCountOf } from "./feature-count.ts";
import { torchUniform } from "./linear-layer.ts";

interface Heads {
  readonly projector: Head;
  readonly predictor: Head;
}

interface Sizes {
  readonly hidden: number;
  readonly dimension: number;
  readonly seed: number;
}

/**
 * The heads that were given, else those that the authors put on ResNets.
 *
 * @throws {RangeError} If a head is missing that has no default, or both are one network.
 */
export function v3Heads(
  backbone: { readonly featureCount?: number },
  given: { readonly projector?: Head; readonly predictor?: Head },
  { hidden, dimension, seed }: Sizes,
): Heads {
  assertPositiveIntegers("mocoV3", { hidden, dimension });
  if (given.projector && !given.predictor) {
    throw new RangeError("mocoV3: predictor must be given with a projector of your own; got none.");
  }
  if (given.projector && given.projector === given.predictor) {
    throw new RangeError(
      "mocoV3: predictor must be a network of its own; got the projector. Make or clone a second one.",
    );
  }
  const {
    projector = v3Projector(featureCountOf("mocoV3", backbone), hidden, dimension, seed),
    predictor = mlp({
      inputs: dimension,
      hidden: [hidden],
      outputs: dimension,
      outputBias: false,
      initializer: torchUniform,
      seed: (seed + 1) % 2 ** 32, // another one: layers of one name and shape would begin equal
    }),
  } = given;
  return { projector, predictor };
}

/** Linear, batch norm, ReLU, linear, batch norm without factor and offset; no biases. */
function v3Projector(inputs: number, hidden: number, outputs: number, seed: number): Head {
  return defineNetwork(
    (variables) => {
      const [layer1, layer2] = [within(variables, "layer1"), within(variables, "layer2")];
      const kernel1 = layer1.kernel("kernel", [inputs, hidden], torchUniform);
      const norm1 = normVariables(within(layer1, "norm"), hidden);
      const kernel2 = layer2.kernel("kernel", [hidden, outputs], torchUniform);
      const mean = layer2.statistic("norm/mean", [outputs], constant(0));
      const variance = layer2.statistic("norm/variance", [outputs], constant(1));
      const product = (x: tf.Tensor2D, kernel: tf.Tensor) => linear(x, kernel as tf.Tensor2D);
      return {
        apply: (x: tf.Tensor2D, mode: Mode): tf.Tensor2D =>
          tf.tidy(() => {
            const h = batchNorm(product(x, kernel1), norm1, mode, { activation: "relu" });
            const scale = tf.ones([outputs]) as tf.Tensor as tf.Variable; // neither trained nor saved
            return batchNorm(product(h, kernel2), { scale, mean, variance }, mode);
          }),
      };
    },
    { seed },
  );
}
