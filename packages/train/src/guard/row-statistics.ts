import { symmetricEigenvalues } from "./symmetric-eigenvalues.ts";

/** Rows of one view's embeddings, `[N, D]`, row after row. */
export interface Rows {
  readonly values: Float32Array;
  readonly N: number;
  readonly D: number;
}

/** What embeddings of one batch look like. */
export interface RowStatistics {
  /** √D times the mean deviation of normalised rows by dimension, in [0, 1]: 0 where all point one way. */
  readonly spread: number;
  /** Effective rank, in [1, min(N, D)]: how many directions the rows use. */
  readonly rank: number;
  /** log of the mean of exp(-2 ‖a - b‖²) over pairs of normalised rows, in [-8, 0]: 0 where all coincide. */
  readonly uniformity: number;
  /** Mean ‖a - b‖² between the normalised rows of both views, in [0, 4]: 0 where views are told apart no more. */
  readonly alignment: number;
}

/**
 * The diagnostics of collapse, in float64.
 *
 * @see Chen and He 2020, section 4.1 (spread); Garrido et al., RankMe, 2022, eq. 1: https://arxiv.org/abs/2210.02885
 *   (rank); Wang and Isola 2020, eq. 1 and 2: https://arxiv.org/abs/2005.10242 (alignment with α = 2, uniformity
 *   with t = 2)
 */
export function rowStatistics(first: Rows, second: Rows): RowStatistics {
  const [a, b] = [normalised(first), normalised(second)];
  return {
    spread: spread(a, first),
    rank: effectiveRank(first),
    uniformity: uniformity(a, first),
    alignment: alignment(a, b, first),
  };
}

/** exp of the entropy of the singular values, as shares of their sum. */
export function effectiveRank({ values, N, D }: Rows): number {
  const n = Math.min(N, D);
  const squares = symmetricEigenvalues(N < D ? gram(values, N, D, 1) : gram(values, D, N, D), n);
  const singular = squares.map((square) => Math.sqrt(Math.max(square, 0)));
  const sum = singular.reduce((total, value) => total + value, 0);
  if (sum === 0) return 1; // all rows are zero
  let entropy = 0;
  for (const value of singular) if (value > 0) entropy -= (value / sum) * Math.log(value / sum);
  return Math.exp(entropy);
}

/** Products of rows (step 1) or of columns (step D) with one another, the lower triangle. */
function gram(x: Float32Array, n: number, length: number, step: number): Float64Array {
  const products = new Float64Array(n * n);
  const [major, minor] = step === 1 ? [length, 1] : [1, step];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < length; k++) {
        sum += (x[i * major + k * minor] as number) * (x[j * major + k * minor] as number);
      }
      products[i * n + j] = sum;
    }
  }
  return products;
}

function normalised({ values, N, D }: Rows): Float64Array {
  const rows = Float64Array.from(values);
  for (let i = 0; i < N; i++) {
    const row = rows.subarray(i * D, (i + 1) * D);
    const norm = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
    if (norm > 0) for (let d = 0; d < D; d++) row[d] = (row[d] as number) / norm;
  }
  return rows;
}

function spread(rows: Float64Array, { N, D }: Rows): number {
  let deviations = 0;
  for (let d = 0; d < D; d++) {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < N; i++) sum += rows[i * D + d] as number;
    for (let i = 0; i < N; i++) squares += ((rows[i * D + d] as number) - sum / N) ** 2;
    deviations += Math.sqrt(squares / N);
  }
  return deviations / Math.sqrt(D); // √D times the mean
}

function uniformity(rows: Float64Array, { N, D }: Rows): number {
  let sum = 0;
  for (let i = 1; i < N; i++) {
    for (let j = 0; j < i; j++) {
      let cosine = 0;
      for (let d = 0; d < D; d++)
        cosine += (rows[i * D + d] as number) * (rows[j * D + d] as number);
      sum += Math.exp(-2 * (2 - 2 * cosine));
    }
  }
  return Math.log(sum / ((N * (N - 1)) / 2));
}

function alignment(a: Float64Array, b: Float64Array, { N }: Rows): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += ((a[k] as number) - (b[k] as number)) ** 2;
  return sum / N;
}
