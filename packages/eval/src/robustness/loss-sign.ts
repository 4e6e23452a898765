import * as tf from "@tensorflow/tfjs";
import { assertShapes, lossAndGradients, softmaxCrossEntropy } from "@unlabeled/core";
import { assertClasses, type Classifier } from "./attack.ts";

/**
 * Where each value of the images must go for the loss to rise: sign(d CE(f(x), y) / dx), −1, 0 or 1, of the images'
 * shape.
 *
 * In mode "evaluate" a row of logits depends on its own image alone, so that the mean over the batch has each image's
 * own signs.
 */
export function lossSign(
  caller: string,
  network: Classifier,
  images: tf.Tensor4D,
  labels: Int32Array,
): tf.Tensor4D {
  const pixels = tf.variable(images); // shares its values with `images`; what is differentiated must be a variable
  try {
    return tf.tidy(() => {
      const loss = () => {
        const logits = network.apply(pixels, "evaluate");
        const { L } = assertShapes(caller, { logits: [logits, `${labels.length} L`] });
        assertClasses(caller, labels, L);
        const classes = tf.oneHot(tf.tensor1d(labels, "int32"), L);
        return softmaxCrossEntropy(logits, classes as tf.Tensor2D);
      };
      const { gradients } = lossAndGradients(loss, [{ name: "images", variable: pixels }]);
      return signOf(gradients.images as tf.Tensor4D);
    });
  } finally {
    pixels.dispose();
  }
}

/** By comparisons, because `tf.sign` of tfjs's wasm backend is 0 for values below about 1e-6, as gradients often are. */
function signOf(x: tf.Tensor4D): tf.Tensor4D {
  return tf.sub(tf.cast(tf.greater(x, 0), "float32"), tf.cast(tf.less(x, 0), "float32"));
}
