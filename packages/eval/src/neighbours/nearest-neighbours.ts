import * as tf from "@tensorflow/tfjs";
import { checkSameWidth, checkTable } from "../features/check-tables.ts";
import type { FeatureTable } from "../features/feature-table.ts";
import { checkCounts } from "../figures/check-options.ts";
import { topK } from "./top-k.ts";

/** The training rows nearest to each test row. */
export interface Neighbours {
  /** Neighbours a test row. */
  readonly k: number;
  /** Rows of the training table, nearest first, `[N, k]` row after row. */
  readonly rows: Int32Array;
  /** Their cosine similarities, in [−1, 1], `[N, k]`. */
  readonly similarities: Float32Array;
}

const BLOCK = 4_000_000; // similarities held at once: 16 MB

/**
 * The k training rows of largest cosine similarity to each test row: an exact search.
 *
 * Of equally similar rows the earlier one is nearer. A row of zeros has similarity 0 with all.
 * Similarities are computed on the current engine, in float32.
 *
 * @param k - Neighbours a row; no more than there are training rows are returned.
 * @throws {RangeError} If the tables differ in width, hold values that are not finite, or k < 1.
 */
export async function nearestNeighbours(
  train: FeatureTable,
  test: FeatureTable,
  k: number,
): Promise<Neighbours> {
  checkSameWidth("nearestNeighbours", train, test);
  checkTable("nearestNeighbours", "train", train);
  checkTable("nearestNeighbours", "test", test);
  checkCounts("nearestNeighbours", { k });
  const used = Math.min(k, train.count);
  const rows = new Int32Array(test.count * used);
  const similarities = new Float32Array(test.count * used);
  const { width } = train;
  // Turned once: several engines multiply by a matrix as it stands much faster than by one to be turned.
  const bank: tf.Tensor2D = tf.tidy(() =>
    tf.transpose(tf.tensor2d(unitRows(train), [train.count, width])),
  ); // [F, N]
  const queries = unitRows(test);
  const block = Math.max(1, Math.floor(BLOCK / train.count));
  try {
    for (let start = 0; start < test.count; start += block) {
      const end = Math.min(start + block, test.count);
      const values = await similarityBlock(
        queries.subarray(start * width, end * width),
        [end - start, width],
        bank,
      );
      for (let row = start; row < end; row++) {
        const at = (row - start) * train.count;
        const similarity = values.subarray(at, at + train.count);
        const nearest = rows.subarray(row * used, (row + 1) * used);
        topK(similarity, used, nearest);
        for (const [i, j] of nearest.entries()) {
          similarities[row * used + i] = similarity[j] as number;
        }
      }
    }
  } finally {
    bank.dispose();
  }
  return { k: used, rows, similarities };
}

async function similarityBlock(
  queries: Float32Array,
  shape: [number, number],
  bank: tf.Tensor2D,
): Promise<Float32Array> {
  const product = tf.tidy(() => tf.matMul(tf.tensor2d(queries, shape), bank));
  try {
    return (await product.data()) as Float32Array; // of a float32 tensor
  } finally {
    product.dispose();
  }
}

/** The rows at length 1. */
function unitRows({ values, width }: FeatureTable): Float32Array {
  const unit = new Float32Array(values.length);
  for (let at = 0; at < values.length; at += width) {
    let square = 0;
    for (let i = at; i < at + width; i++) square += (values[i] as number) ** 2;
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let i = at; i < at + width; i++) unit[i] = (values[i] as number) * scale;
  }
  return unit;
}
