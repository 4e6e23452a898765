import type * as tf from "@tensorflow/tfjs";

/**
 * The class of the greatest of each row of logits `[N, L]`, of equal ones the smaller; the caller disposes the logits.
 *
 * @param caller - What the error names.
 * @throws {RangeError} If a logit is not finite.
 */
export async function predictedClasses(caller: string, logits: tf.Tensor2D): Promise<Int32Array> {
  const values = await logits.data();
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) {
    throw new RangeError(
      `${caller}: logits must be finite; got ${wrong}. A network whose logits are not finite has diverged.`,
    );
  }
  const [N, L] = logits.shape;
  return Int32Array.from({ length: N }, (_, row) => {
    const own = values.subarray(row * L, (row + 1) * L);
    return own.indexOf(Math.max(...own));
  });
}
