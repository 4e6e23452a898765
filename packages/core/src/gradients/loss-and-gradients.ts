import * as tf from "@tensorflow/tfjs";
import type { NamedVariable } from "../networks/network.ts";
import type { Gradients } from "../optimizers/optimizer.ts";
import { freeAsUsed } from "./free-as-used.ts";
import { activeTape, dropTape, isOutermost } from "./tape.ts";

export interface LossAndGradients {
  readonly loss: tf.Scalar;
  /** By the variable's name; none of variables that the loss does not depend on. */
  readonly gradients: Gradients;
}

/**
 * A loss and its gradients, in less memory: `tf.variableGrads` by names, whose backward pass frees what it has used.
 *
 * tfjs holds each tensor that an operation has saved and each gradient of a tensor in between until the last gradient
 * is known, so that the backward pass needs as much memory again as the forward pass. Here activations go as the pass
 * comes back to the layers that made them. The values are those of `tf.variableGrads`, bit for bit, on every engine.
 *
 * A loss that throws, or a gradient that does, leaves no tensor behind. Inside another gradient, which needs all of
 * it once more, nothing is freed early.
 *
 * @param f - The loss, a scalar. What else it makes is freed; `tf.keep` what shall stay.
 * @param variables - What is differentiated: the parameters of networks.
 * @returns The loss and the gradients, each of its variable's shape. The caller disposes them.
 * @throws {Error} If the loss depends on none of the variables, or an operation on the way has no gradient.
 *
 * @example
 * const { loss, gradients } = lossAndGradients(
 *   () => softmaxCrossEntropy(network.apply(images, "train"), labels),
 *   network.parameters,
 * );
 * optimizer.update(gradients, 0.1);
 */
export function lossAndGradients(
  f: () => tf.Scalar,
  variables: readonly NamedVariable[],
): LossAndGradients {
  const trained = variables.map(({ variable }) => variable);
  const outermost = isOutermost();
  try {
    return tf.tidy(() => {
      const { value: loss, grads } = tf.variableGrads(() => {
        const value = f();
        if (outermost) freeAsUsed(activeTape());
        return value;
      }, trained);
      const used = variables.filter(({ variable }) => grads[variable.name]);
      const entries = used.map(({ name, variable }) => [name, grads[variable.name]] as const);
      return { loss, gradients: Object.fromEntries(entries) as Gradients };
    });
  } catch (error) {
    if (outermost) dropTape();
    throw error;
  }
}
