import * as tf from "@tensorflow/tfjs";
import { differentiable } from "./differentiable.ts";
import { hasFusedKernel, runFusedKernel } from "./fused-kernel.ts";

/** The kernels that an engine may register: from `x` to `[y]`, and from `dy` and `x` to `[dx]`; no attributes. */
const FORWARD = "Swish";
const BACKWARD = "SwishGrad";

/**
 * The activation x σ(x), with σ(x) = 1 / (1 + exp(−x)); PyTorch's SiLU.
 *
 * One operation, which keeps x alone for its gradient; made of others it would keep σ(x) too.
 *
 * @param x - Any shape.
 * @returns Shape of x, ≥ −0.2785. The caller disposes it.
 *
 * @see Ramachandran, Zoph and Le, Searching for Activation Functions, 2017, with β = 1: https://arxiv.org/abs/1710.05941
 */
export function swish<T extends tf.Tensor>(x: T): T {
  const [y] = differentiable<[T]>(
    { x },
    (save) => {
      save([x]);
      const outputs = hasFusedKernel(FORWARD)
        ? runFusedKernel(FORWARD, { x }, {})
        : [tf.mul(x, tf.sigmoid(x))];
      return outputs as [T];
    },
    ([dy], saved) => {
      const x = saved[0] as tf.Tensor;
      return {
        x: () => {
          const [dx] = hasFusedKernel(BACKWARD)
            ? runFusedKernel(BACKWARD, { dy, x }, {})
            : [plainBackward(dy, x)];
          return dx as tf.Tensor;
        },
      };
    },
  );
  return y;
}

/** dy σ(x) (1 + x (1 − σ(x))). */
function plainBackward(dy: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const sigmoid = tf.sigmoid(x);
  return tf.mul(dy, tf.mul(sigmoid, tf.add(1, tf.mul(x, tf.sub(1, sigmoid)))));
}
