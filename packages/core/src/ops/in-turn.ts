import * as tf from "@tensorflow/tfjs";

/**
 * Functions applied in turn: the second to what the first returns, and so on.
 *
 * What one of them has made is freed when the next has used it. In one `tf.tidy` around all of them it would be held
 * to the end: of ten layers ten maps, not two.
 *
 * @param x - What the first function gets; stays the caller's.
 * @returns What the last function returns. The caller disposes it.
 */
export function inTurn<T extends tf.Tensor>(x: T, functions: readonly ((x: T) => T)[]): T {
  return functions.reduce((input, apply) => {
    const output = tf.tidy(() => apply(input));
    if (input !== x && input !== output) input.dispose();
    return output;
  }, x);
}
