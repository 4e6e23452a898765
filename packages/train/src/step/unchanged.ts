import * as tf from "@tensorflow/tfjs";
import type { NamedVariable } from "@unlabeled/core";

/** What `change` returns; the variables have their old values again behind it. */
export function unchanged<T>(variables: readonly NamedVariable[], change: () => T): T {
  const before = variables.map(({ variable }) => tf.clone(variable)); // of the same values: nothing is copied
  try {
    return change();
  } finally {
    variables.forEach(({ variable }, i) => {
      const value = before[i] as tf.Tensor;
      if (value.dataId !== variable.dataId) variable.assign(value);
    });
    tf.dispose(before);
  }
}
