import * as tf from "@tensorflow/tfjs";
import { type Objective, softmaxCrossEntropy } from "@unlabeled/core";

/**
 * Mean cross-entropy of logits `[N, L]` with classes `[N]`, and how often the greatest logit is that of the class.
 *
 * @throws {RangeError} If a class is not in [0, L).
 */
export function labelLoss(caller: string, logits: tf.Tensor2D, labels: tf.Tensor1D): Objective {
  const classes = logits.shape[1];
  const wrong = labels.dataSync().find((label) => !(label >= 0 && label < classes));
  if (wrong !== undefined) {
    throw new RangeError(
      `${caller}: labels must be in [0, ${classes}), the classes of the network; got ${wrong}.`,
    );
  }
  return tf.tidy(() => {
    const right = tf.cast(tf.equal(tf.argMax(logits, 1), labels), "float32");
    return {
      loss: softmaxCrossEntropy(logits, tf.oneHot(labels, classes) as tf.Tensor2D),
      measures: { accuracy: tf.mean<tf.Scalar>(right) },
    };
  });
}
