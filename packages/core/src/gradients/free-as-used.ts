import * as tf from "@tensorflow/tfjs";
import type { TapeNode } from "./tape.ts";

type Gradient = NonNullable<TapeNode["gradient"]>;

/**
 * Makes the backward pass over a tape free what it has used.
 *
 * tfjs walks the tape from its end and asks each operation on the way for the gradients of its inputs; where a tensor
 * gets a second gradient, it adds the two. Behind each such call nothing is needed any more of what this operation and
 * all later ones have saved, of the gradients of its outputs, and of what the call itself has made on the way to the
 * gradients of its inputs.
 */
export function freeAsUsed(tape: readonly TapeNode[]): void {
  let needed = tape.length; // operations whose saved tensors may still be read
  const begun = new Set<number>(); // tensors that have a gradient
  let addends: tf.Tensor[] = []; // second gradients, which tfjs has added by the time of the next call
  tape.forEach((node, index) => {
    const { gradient, outputs } = node;
    if (gradient === undefined) return; // tfjs names the operation when it comes to it
    // tfjs calls it on a copy of the node, which has only those inputs whose gradients are asked for
    node.gradient = function (this: TapeNode, dys) {
      tf.dispose(addends);
      const inputs = Object.entries(this.inputs);
      const made = inputGradients(gradient, dys, inputs);
      for (; needed > index; needed--) tf.dispose(tape[needed - 1]?.saved ?? []);
      outputs.forEach((output, i) => {
        const dy = dys[i]; // null where nothing depends on the output
        const returned = inputs.some(([, input]) => input === output); // as it came: its gradient goes on
        if (dy && !dy.kept && !returned) dy.dispose();
      });
      addends = inputs.flatMap(([name, { id }]) => {
        if (begun.has(id)) return made[name] ?? [];
        begun.add(id);
        return [];
      });
      return Object.fromEntries(Object.entries(made).map(([name, dx]) => [name, () => dx]));
    };
  });
}

/** The gradients of these inputs, without what was made on the way to them. */
function inputGradients(
  gradient: Gradient,
  dys: tf.Tensor[],
  inputs: [string, tf.Tensor][],
): Record<string, tf.Tensor> {
  return tf.tidy(() => {
    const functions = gradient(dys);
    const made = inputs.flatMap(([name]) => {
      const dx = functions[name];
      // a clone, because dx may be a tensor that is freed or used otherwise: dy itself, one that was saved
      return dx ? [[name, tf.tidy(() => tf.clone(dx()))] as const] : []; // tfjs complains of what is missing
    });
    return Object.fromEntries(made);
  });
}
