import * as tf from "@tensorflow/tfjs";

/** Products held at a time: 16 MB of float32. */
const MOST_PRODUCTS = 4e6;
const EXCLUDED = 1e9; // subtracted from a logit, so that its share is 0

/**
 * log Σⱼ exp(aᵢ · bⱼ / τ) for each row i: the denominators of a contrastive loss, as logarithms.
 *
 * The [N, M] products are never held at once, neither here nor for the gradient, which makes them again: rows are taken
 * in blocks of a few million products. So a batch of thousands needs the memory of its rows.
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

  function gradients(dy: tf.Tensor1D, [x, y]: Saved): [tf.Tensor2D, tf.Tensor2D] {
    let dyOfAll: tf.Tensor2D = tf.zerosLike(y);
    const dx = starts.map((start) => {
      const before = dyOfAll;
      const [mine, all] = tf.tidy(() => {
        const shares = tf.softmax(logitsOf(x, y, start));
        const scale = tf.div(tf.expandDims(block(dy, start), 1), temperature);
        const weights = tf.mul<tf.Tensor2D>(shares, scale); // softmax, times dy / τ
        const others = tf.matMul<tf.Tensor2D>(weights, block(x, start), true);
        return [tf.matMul<tf.Tensor2D>(weights, y), tf.add<tf.Tensor2D>(before, others)];
      }) as [tf.Tensor2D, tf.Tensor2D];
      before.dispose();
      dyOfAll = all;
      return mine;
    });
    return [tf.concat(dx), dyOfAll];
  }

  const withGradient = tf.customGrad((...given) => {
    const [x, y, save] = given as unknown as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
    const parts = starts.map((start) => tf.tidy(() => tf.logSumExp(logitsOf(x, y, start), 1)));
    const value = tf.concat(parts) as tf.Tensor1D;
    save([x, y]);
    return {
      value,
      gradFunc: (dy, saved) => gradients(dy as tf.Tensor1D, saved as unknown as Saved),
    };
  });
  return withGradient(a, b) as tf.Tensor1D;
}

type Saved = readonly [x: tf.Tensor2D, y: tf.Tensor2D];
