import * as tf from "@tensorflow/tfjs";
import { assertShapes } from "../assert-shapes.ts";
import { differentiable } from "./differentiable.ts";
import { hasFusedKernel, runFusedKernel } from "./fused-kernel.ts";

/** The kernel that an engine may register; inputs `logits` and `labels`, outputs as in `plainForward`. */
const KERNEL = "SoftmaxCrossEntropy";

/**
 * Cross-entropy between labels and the softmax of logits: −(1/N) Σₙ Σₗ labels · log softmax(logits).
 *
 * The labels may be soft (a teacher's probabilities, label smoothing). They are constants: no gradient
 * flows into them.
 *
 * @param logits - `[N, L]`.
 * @param labels - Probabilities of each class, `[N, L]`; whole classes as `tf.oneHot(labels, L)`.
 * @returns Mean over the rows, in nats, ≥ 0; log L where the logits are equal. The caller disposes it.
 * @throws {RangeError} If the shapes differ.
 *
 * @example
 * const loss = softmaxCrossEntropy(logits, tf.oneHot(tf.tensor1d([3, 1], "int32"), 10));
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor2D): tf.Scalar {
  assertShapes("softmaxCrossEntropy", { logits: [logits, "N L"], labels: [labels, "N L"] });
  return tf.tidy(() => {
    const targets = tf.cast(labels, "float32");
    const [loss] = differentiable<[tf.Scalar, tf.Tensor2D]>(
      { logits },
      (save) => {
        const outputs = hasFusedKernel(KERNEL)
          ? runFusedKernel(KERNEL, { logits, labels: targets }, {})
          : plainForward(logits, targets);
        save([outputs[1] as tf.Tensor]);
        return outputs as [tf.Scalar, tf.Tensor2D];
      },
      ([dLoss], [gradient]) => ({ logits: () => tf.mul(gradient as tf.Tensor, dLoss) }),
    );
    return loss;
  });
}

/** The loss, and its gradient of the logits: (softmax(logits) Σₗ labels − labels) / N. */
function plainForward(logits: tf.Tensor2D, labels: tf.Tensor2D): tf.Tensor[] {
  const [N] = logits.shape;
  const shifted = tf.sub(logits, tf.max(logits, 1, true)); // so that exp does not overflow
  const logSoftmax = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true))); // [N, L]
  const loss = tf.div(tf.neg(tf.sum(tf.mul(labels, logSoftmax))), N);
  const weight = tf.sum(labels, 1, true); // [N, 1]; 1 where the labels are probabilities
  const gradient = tf.div(tf.sub(tf.mul(tf.exp(logSoftmax), weight), labels), N);
  return [loss, gradient];
}
