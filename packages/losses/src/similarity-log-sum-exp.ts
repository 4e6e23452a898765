import * as tf from "@tensorflow/tfjs";
import { differentiable } from "@unlabeled/core";

/** Products held at a time: 16 MB of float32. */
const MOST_PRODUCTS = 4e6;
const EXCLUDED = 1e9; // subtracted from a logit, so that its share is 0

/**
 * log Σⱼ exp(aᵢ · bⱼ / τ) for each row i: the denominators of a contrastive loss, as logarithms.
 *
 * The [N, M] products are never held at once, neither here nor for the gradients, which each make them again: rows are
 * taken in blocks of a few million products. So a batch of thousands needs the memory of its rows, and the gradient of a
 * queue that nothing asks for costs nothing.
 *
 * @param a - `[N, D]`, usually of length 1 each.
 * @param b - `[M, D]`.
 * @param options - `temperature`: τ > 0. `exclude`: "diagonal" leaves out j = i, a row's product with itself.
 * @param most - Products of a block; for tests.
 * @returns `[N]`. Both arguments receive gradients. The caller disposes it.
 */
export function similarityLogSumExp(
  a: tf.Tensor2D,
  b: tf.Tensor2D,
  {
    temperature,
    exclude,
  }: { readonly temperature: number; readonly exclude?: "diagonal" | undefined },
  most: number = MOST_PRODUCTS,
): tf.Tensor1D {
  const [N, M] = [a.shape[0], b.shape[0]];
  const rows = Math.max(1, Math.floor(most / M));
  const starts = Array.from({ length: Math.ceil(N / rows) }, (_, i) => i * rows);
  const block = <T extends tf.Tensor>(of: T, start: number): T =>
    tf.slice(of, start, Math.min(rows, N - start));

  /** Logits of a block of rows, `[rows, M]`. */
  function logitsOf(x: tf.Tensor2D, y: tf.Tensor2D, start: number): tf.Tensor2D {
    const logits = tf.div<tf.Tensor2D>(tf.matMul(block(x, start), y, false, true), temperature);
    if (exclude === undefined) return logits;
    const own = tf.oneHot(tf.range(start, Math.min(start + rows, N), 1, "int32"), M);
    return tf.sub(logits, tf.mul(own, EXCLUDED));
  }

  /** The softmax of a block of rows, times what their sums' gradient brings, `[rows, M]`. */
  function weightsOf(x: tf.Tensor2D, y: tf.Tensor2D, dy: tf.Tensor1D, start: number): tf.Tensor2D {
    const scale = tf.div(tf.expandDims(block(dy, start), 1), temperature);
    return tf.mul(tf.softmax(logitsOf(x, y, start)), scale);
  }

  const gradientOfRows = (x: tf.Tensor2D, y: tf.Tensor2D, dy: tf.Tensor1D): tf.Tensor2D =>
    tf.concat(
      starts.map((start) => tf.tidy(() => tf.matMul<tf.Tensor2D>(weightsOf(x, y, dy, start), y))),
    );

  const gradientOfOthers = (x: tf.Tensor2D, y: tf.Tensor2D, dy: tf.Tensor1D): tf.Tensor2D =>
    starts.reduce<tf.Tensor2D>((before, start) => {
      const sum = tf.tidy(() => {
        const part = tf.matMul(weightsOf(x, y, dy, start), block(x, start), true);
        return tf.add<tf.Tensor2D>(before, part);
      });
      before.dispose();
      return sum;
    }, tf.zerosLike(y));

  const [sums] = differentiable(
    { a, b },
    (save) => {
      save([a, b]);
      const parts = starts.map((start) => tf.tidy(() => tf.logSumExp(logitsOf(a, b, start), 1)));
      return [tf.concat(parts) as tf.Tensor1D];
    },
    ([dy], saved) => {
      const [x, y] = saved as [tf.Tensor2D, tf.Tensor2D];
      return { a: () => gradientOfRows(x, y, dy), b: () => gradientOfOthers(x, y, dy) };
    },
  );
  return sums;
}
