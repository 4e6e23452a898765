import * as tf from "@tensorflow/tfjs";
import { type Initializer, linear, type VariableMaker } from "@unlabeled/core";

/** U(−1/√inputs, 1/√inputs): what PyTorch gives the kernels `[inputs, outputs]` of linear layers to begin with. */
export const torchUniform: Initializer = (shape, random) =>
  uniform(shape[0] as number)(shape, random);

function uniform(inputs: number): Initializer {
  const bound = 1 / Math.sqrt(inputs);
  return (shape, random) =>
    Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () =>
      random.uniform(-bound, bound),
    );
}

/** A linear layer with bias, `kernel` and `bias`, which begins as PyTorch's, where the bias too is drawn. */
export function linearLayer(
  variables: VariableMaker,
  inputs: number,
  outputs: number,
): (x: tf.Tensor2D) => tf.Tensor2D {
  const kernel = variables.kernel("kernel", [inputs, outputs], torchUniform);
  const bias = variables.bias("bias", [outputs], uniform(inputs));
  return (x) => linear(x, kernel as tf.Tensor as tf.Tensor2D, bias as tf.Tensor as tf.Tensor1D);
}
