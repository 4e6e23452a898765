import * as tf from "@tensorflow/tfjs";
import { differentiable } from "./differentiable.ts";
import { hasFusedKernel, runFusedKernel } from "./fused-kernel.ts";

/** The kernels that an engine may register: from `x` and `factors` to `[y]`; from `dy`, `x` and `factors` to `[dx, dFactors]`. */
const FORWARD = "ScaleChannels";
const BACKWARD = "ScaleChannelsGrad";

/**
 * Each image's channels multiplied by factors of their own: y[n, h, w, c] = x[n, h, w, c] · factors[n, c].
 *
 * One operation, whose gradients are made in one pass over x and dy.
 *
 * @param x - Maps, `[N, H, W, C]`.
 * @param factors - `[N, C]`.
 * @returns Shape of x. The caller disposes it.
 * @throws {RangeError} If the shapes do not fit.
 *
 * @see Hu et al., Squeeze-and-Excitation Networks, 2017, eq. 4: https://arxiv.org/abs/1709.01507
 */
export function scaleChannels(x: tf.Tensor4D, factors: tf.Tensor2D): tf.Tensor4D {
  const [N, , , C] = x.shape;
  if (x.rank !== 4 || factors.rank !== 2 || factors.shape[0] !== N || factors.shape[1] !== C) {
    throw new RangeError(
      `scaleChannels: x must have shape [N, H, W, C] and factors [N, C]; got [${x.shape.join(", ")}] and [${factors.shape.join(", ")}].`,
    );
  }
  const [y] = differentiable<[tf.Tensor4D]>(
    { x, factors },
    (save) => {
      save([x, factors]);
      const outputs = hasFusedKernel(FORWARD)
        ? runFusedKernel(FORWARD, { x, factors }, {})
        : [tf.mul(x, spread(factors))];
      return outputs as [tf.Tensor4D];
    },
    ([dy], saved) => {
      const [x, factors] = saved as [tf.Tensor4D, tf.Tensor2D];
      const [dx, dFactors] = (
        hasFusedKernel(BACKWARD)
          ? runFusedKernel(BACKWARD, { dy, x, factors }, {})
          : [tf.mul(dy, spread(factors)), tf.sum(tf.mul(dy, x), [1, 2])]
      ) as [tf.Tensor, tf.Tensor];
      return { x: () => dx, factors: () => dFactors };
    },
  );
  return y;
}

function spread(factors: tf.Tensor2D): tf.Tensor4D {
  const [N, C] = factors.shape;
  return tf.reshape(factors, [N, 1, 1, C]);
}
