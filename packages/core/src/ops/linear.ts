import * as tf from "@tensorflow/tfjs";
import { differentiable } from "./differentiable.ts";
import { hasFusedKernel, runFusedKernel } from "./fused-kernel.ts";

/**
 * The kernels that an engine may register, without attributes: from `x`, `kernel` and, where there is one, `bias` to
 * `[y]`; from `dy` and `kernel` to `[dx]`; from `x` and `dy` to `[dKernel]`.
 */
const FORWARD = "Linear";
const INPUT_GRADIENT = "LinearInputGrad";
const KERNEL_GRADIENT = "LinearKernelGrad";

/**
 * A linear layer: x times a kernel, plus a bias.
 *
 * Unlike `tf.matMul` it says that this is a layer of a network, so that an engine may multiply in the
 * precision of networks, and not a product in a loss, which stays in float32.
 *
 * @param x - Rows, `[N, inputs]`.
 * @param kernel - `[inputs, outputs]`.
 * @param bias - `[outputs]`. Left out, nothing is added.
 * @returns `[N, outputs]`. The caller disposes it.
 */
export function linear(x: tf.Tensor2D, kernel: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  const inputs = { x, kernel, ...(bias && { bias }) };
  const [y] = differentiable<[tf.Tensor2D]>(
    inputs,
    (save) => {
      save([x, kernel]);
      const outputs = hasFusedKernel(FORWARD)
        ? runFusedKernel(FORWARD, inputs, {})
        : [plainForward(x, kernel, bias)];
      return outputs as [tf.Tensor2D];
    },
    ([dy], saved) => {
      const [x, kernel] = saved as [tf.Tensor2D, tf.Tensor2D];
      return {
        x: () =>
          hasFusedKernel(INPUT_GRADIENT)
            ? (runFusedKernel(INPUT_GRADIENT, { dy, kernel }, {})[0] as tf.Tensor)
            : tf.matMul(dy, kernel, false, true),
        kernel: () =>
          hasFusedKernel(KERNEL_GRADIENT)
            ? (runFusedKernel(KERNEL_GRADIENT, { x, dy }, {})[0] as tf.Tensor)
            : tf.matMul(x, dy, true, false),
        ...(bias && { bias: () => tf.sum(dy, 0) }),
      };
    },
  );
  return y;
}

function plainForward(x: tf.Tensor2D, kernel: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  const product: tf.Tensor2D = tf.matMul(x, kernel);
  return bias ? tf.add(product, bias) : product;
}
