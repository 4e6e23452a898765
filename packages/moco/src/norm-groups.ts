import * as tf from "@tensorflow/tfjs";
import type { NamedVariable } from "@unlabeled/core";

/**
 * A function of images, computed for each of s equal slices of the batch by itself, as on s devices: batch
 * norm sees one slice at a time.
 *
 * Running statistics move once: to the mean of what each slice alone would make of them, as those of the
 * authors' SplitBatchNorm do. Their variances are those within slices.
 *
 * @param images - `[N, H, W, 3]`; s divides N.
 * @param groups - s; with 1 it is `apply(images)`.
 * @param statistics - The running statistics that `apply` moves.
 * @returns `[N, D]`, row i from image i. The caller disposes it.
 */
export function inGroups(
  images: tf.Tensor4D,
  groups: number,
  statistics: readonly NamedVariable[],
  apply: (images: tf.Tensor4D) => tf.Tensor2D,
): tf.Tensor2D {
  if (groups === 1) return apply(images);
  return tf.tidy(() => {
    const current = () => statistics.map(({ variable }) => tf.clone(variable as tf.Tensor));
    const before = current();
    const slices = tf.split<tf.Tensor4D>(images, groups).map((slice) => {
      assign(statistics, before);
      return { rows: apply(slice), after: current() };
    });
    const means = statistics.map((_, i) =>
      tf.mean(tf.stack(slices.map(({ after }) => after[i] as tf.Tensor)), 0),
    );
    assign(statistics, means);
    return tf.concat(slices.map(({ rows }) => rows));
  });
}

function assign(variables: readonly NamedVariable[], values: readonly tf.Tensor[]): void {
  variables.forEach(({ variable }, i) => {
    variable.assign(values[i] as tf.Tensor);
  });
}

/**
 * Images dealt to s groups like cards: 0, s, 2s, … first, then 1, s + 1, …; s divides N.
 *
 * A slice of N / s rows of the result has N / s² images, rounded up or down, of each such slice of the
 * batch. `undealt` brings the rows that are made of them back in order.
 */
export function dealt(images: tf.Tensor4D, groups: number): tf.Tensor4D {
  return swapped(images, images.shape[0] / groups, groups);
}

/** The inverse of `dealt`, for rows `[N, D]`. */
export function undealt(rows: tf.Tensor2D, groups: number): tf.Tensor2D {
  return swapped(rows, groups, rows.shape[0] / groups);
}

/** Rows laid out as a matrix of `outer` × `inner` rows, which is transposed. */
function swapped<T extends tf.Tensor>(x: T, outer: number, inner: number): T {
  return tf.tidy(() => {
    const matrix = tf.transpose(tf.reshape(x, [outer, inner, -1]), [1, 0, 2]);
    return tf.reshape(matrix, x.shape) as T;
  });
}
