import * as tf from "@tensorflow/tfjs";
import { sgd } from "@unlabeled/core";
import { residualNetwork } from "./residual-network.js";

/** A network, its optimizer and a batch on the current backend, and a step that says how long it took, in ms. */
export function stepper({ network: shape, batch, size }) {
  const network = residualNetwork(shape);
  const optimizer = sgd({ momentum: 0.9 });
  optimizer.initialize(network.parameters);
  const images = tf.randomNormal([batch, size, size, shape.channels ?? 3], 0, 1, "float32", 1);
  const classes = Array.from({ length: batch }, (_, i) => i % 10);
  const labels = tf.tidy(() => tf.oneHot(tf.tensor1d(classes, "int32"), 10));
  const variables = network.parameters.map(({ variable }) => variable);
  const names = new Map(network.parameters.map(({ name, variable }) => [variable.name, name]));
  return {
    step() {
      const start = performance.now();
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(
          () => tf.losses.softmaxCrossEntropy(labels, network.apply(images, "train")),
          variables,
        );
        const gradients = Object.entries(grads).map(([key, gradient]) => [
          names.get(key),
          gradient,
        ]);
        optimizer.update(Object.fromEntries(gradients), 0.01);
        return value.dataSync(); // the step is done when its loss is known
      });
      return performance.now() - start;
    },
    dispose() {
      tf.dispose([images, labels]);
      for (const { variable } of [
        ...network.parameters,
        ...network.statistics,
        ...optimizer.slots,
      ]) {
        variable.dispose();
      }
    },
  };
}
