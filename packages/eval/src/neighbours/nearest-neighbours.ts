import { checkSameWidth, checkTable } from "../features/check-tables.ts";
import type { FeatureTable } from "../features/feature-table.ts";
import { checkCounts } from "../figures/check-options.ts";
import { paddedTo, ROW_GROUP } from "../solver/padded-rows.ts";
import { productsFor } from "../solver/products.ts";
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

const BLOCK = 4_000_000; // similarities held at once: 32 MB

/**
 * The k training rows of largest cosine similarity to each test row: an exact search.
 *
 * Of equally similar rows the earlier one is nearer. A row of zeros has similarity 0 with all.
 * Large searches multiply on the current engine if `useEngine` chose a fast one in float32, else here.
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
  const block = Math.min(test.count, Math.max(1, Math.floor(BLOCK / train.count)));
  const bank = productsFor({ values: unitRows(train), count: train.count, width }, block);
  const queries = Float64Array.from(unitRows(test).subarray(0, test.count * width));
  const products = new Float64Array(train.count * block); // [train rows, block]
  const similarity = new Float32Array(train.count);
  try {
    for (let start = 0; start < test.count; start += block) {
      // the last block begins earlier, so that all are of one size
      const first = Math.min(start, test.count - block);
      await bank.scores(queries.subarray(first * width, (first + block) * width), products);
      for (let row = start; row < first + block; row++) {
        for (let n = 0; n < train.count; n++) {
          similarity[n] = products[n * block + row - first] as number;
        }
        const nearest = rows.subarray(row * used, (row + 1) * used);
        topK(similarity, used, nearest);
        for (const [i, n] of nearest.entries()) {
          similarities[row * used + i] = similarity[n] as number;
        }
      }
    }
  } finally {
    bank.dispose();
  }
  return { k: used, rows, similarities };
}

/** The rows at length 1, and rows of zeros up to a whole group. */
function unitRows({ values, count, width }: FeatureTable): Float32Array {
  const unit = new Float32Array(paddedTo(count, ROW_GROUP) * width);
  for (let at = 0; at < count * width; at += width) {
    let square = 0;
    for (let i = at; i < at + width; i++) square += (values[i] as number) ** 2;
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let i = at; i < at + width; i++) unit[i] = (values[i] as number) * scale;
  }
  return unit;
}
