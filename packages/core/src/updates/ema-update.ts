import * as tf from "@tensorflow/tfjs";
import { groupedUpdate } from "./grouped-update.ts";

/** One entry a variable in both lists. */
export interface EmaInputs {
  /** Target ξ. */
  readonly t: readonly tf.Tensor[];
  /** Online θ. */
  readonly o: readonly tf.Tensor[];
}

/**
 * Exponential moving average over all variables, the kernel "EmaUpdate": ξ ← ξ + (1 − τ)(θ − ξ),
 * with τ the attribute `momentum`.
 *
 * @returns New t0, t1, ….
 */
export function emaUpdate(
  inputs: EmaInputs,
  attributes: { readonly momentum: number },
): tf.Tensor[] {
  return groupedUpdate("EmaUpdate", { ...inputs }, attributes, () =>
    inputs.t.map((t, i) =>
      tf.add(t, tf.mul(tf.sub(inputs.o[i] as tf.Tensor, t), 1 - attributes.momentum)),
    ),
  );
}
