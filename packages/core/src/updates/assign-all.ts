import * as tf from "@tensorflow/tfjs";

/** Assigns the values that `make` returns to the variables, in order, and frees them. */
export function assignAll(variables: readonly tf.Variable[], make: () => tf.Tensor[]): void {
  tf.tidy(() => {
    const values = make();
    variables.forEach((variable, i) => {
      variable.assign(values[i] as tf.Tensor);
    });
  });
}
