import * as tf from "@tensorflow/tfjs";
import { hasFusedKernel, runFusedKernel } from "../ops/fused-kernel.ts";

type Attributes = Parameters<typeof runFusedKernel>[2];

/** Tensors of one kind by a prefix: `{ w: [a, b] }` is the kernel's inputs `w0` and `w1`. */
type Groups = Readonly<Record<string, readonly tf.Tensor[]>>;

/**
 * An update of many tensors as one operation: the current engine's kernel of this name, which sees
 * all of them at once, or else the plain definition.
 *
 * A kernel gets the inputs `<prefix><index>` and returns what `plain` returns, in its order; all of
 * it is new tensors, never an input, because variables are assigned from it.
 *
 * @returns The new values. The caller disposes them.
 */
export function groupedUpdate(
  name: string,
  groups: Groups,
  attributes: Attributes,
  plain: () => tf.Tensor[],
): tf.Tensor[] {
  if (!hasFusedKernel(name)) return tf.tidy(plain);
  const inputs = Object.entries(groups).flatMap(([prefix, tensors]) =>
    tensors.map((tensor, index) => [`${prefix}${index}`, tensor] as const),
  );
  return inputs.length === 0 ? [] : runFusedKernel(name, Object.fromEntries(inputs), attributes);
}
