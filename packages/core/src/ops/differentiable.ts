import * as tf from "@tensorflow/tfjs";

type NamedTensors = Record<string, tf.Tensor>;
type Save = (tensors: tf.Tensor[]) => void;

/** The part of tfjs's engine on which `tf.customGrad` stands too; private in its types. */
interface Tape {
  runKernelFunc(operation: {
    forwardFunc: (backend: unknown, save: Save) => tf.Tensor[];
    /** Given one tensor where there is one output. */
    backwardsFunc: (
      dys: tf.Tensor | tf.Tensor[],
      saved: tf.Tensor[],
    ) => Record<string, () => tf.Tensor>;
    inputs: NamedTensors;
  }): tf.Tensor[];
}

/**
 * An operation with a gradient of its own, one function an input.
 *
 * Unlike `tf.customGrad`, it may have several outputs, and the gradient of an input that nothing
 * depends on (images, constants) is never computed, since tfjs asks for each input's by itself.
 *
 * @param inputs - Tensors that the gradient may be taken of, by name.
 * @param forward - The outputs; what it passes to `save` (inputs and outputs only) is kept for `backward`.
 * @param backward - From the gradients of the outputs and the saved tensors: a gradient an input. What
 *   several inputs' gradients share is computed before the functions are returned: tfjs runs each in
 *   a tidy of its own.
 */
export function differentiable<Outputs extends tf.Tensor[]>(
  inputs: NamedTensors,
  forward: (save: Save) => Outputs,
  backward: (dys: Outputs, saved: tf.Tensor[]) => Record<string, () => tf.Tensor>,
): Outputs {
  const tape = tf.engine() as unknown as Tape;
  return tape.runKernelFunc({
    forwardFunc: (_backend, save) => forward(save),
    backwardsFunc: (dys, saved) => backward([dys].flat() as Outputs, saved),
    inputs,
  }) as Outputs;
}
