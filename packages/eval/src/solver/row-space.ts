import type { CentredRows } from "./centred-rows.ts";
import { solveLowerTransposed } from "./cholesky.ts";
import { paddedTo, ROW_GROUP } from "./padded-rows.ts";

/** Few long rows in coordinates of their own span: r ≤ N numbers a row instead of F. */
export interface RowSpace {
  /** The rows in r coordinates that keep all lengths and angles. */
  readonly rows: CentredRows;
  /** Weights `[L, F]` from weights `[L, r]`. */
  lift(weights: Float64Array, classCount: number): Float64Array;
}

const DEPENDENT = 1e-12; // a row with less of its square left over is in the span of the others

/**
 * The rows' coordinates G in an orthonormal basis Q of their span, X = G Qᵀ, by Cholesky
 * factorization of X Xᵀ with the largest remainder as pivot.
 *
 * An L2 penalty does not see a rotation and leaves no weight outside the span, so a fit on G is the
 * fit on X: with 10 labels a class it is 100 numbers a row, however long the rows are.
 */
export function rowSpace({ values, count: N, width: F }: CentredRows): RowSpace {
  const remainders = new Float64Array(N);
  for (let n = 0; n < N; n++) remainders[n] = rowDot(values, n * F, n * F, F);
  const limit = DEPENDENT * Math.max(...remainders);
  const coordinates = new Float64Array(N * N); // [N, N], r columns used
  const pivots: number[] = [];
  while (pivots.length < N) {
    const pivot = remainders.indexOf(Math.max(...remainders));
    const remainder = remainders[pivot] as number;
    if (!(remainder > limit)) break;
    const column = pivots.length;
    pivots.push(pivot);
    const scale = Math.sqrt(remainder);
    for (let n = 0; n < N; n++) {
      if (remainders[n] === 0) continue; // a pivot already
      let sum = rowDot(values, n * F, pivot * F, F);
      for (let k = 0; k < column; k++) {
        sum -= (coordinates[n * N + k] as number) * (coordinates[pivot * N + k] as number);
      }
      const coordinate = n === pivot ? scale : sum / scale;
      coordinates[n * N + column] = coordinate;
      const left = (remainders[n] as number) - coordinate * coordinate;
      remainders[n] = n === pivot ? 0 : Math.max(left, Number.MIN_VALUE);
    }
  }
  const rank = Math.max(1, pivots.length);
  const reduced = new Float32Array(paddedTo(N, ROW_GROUP) * rank);
  for (let n = 0; n < N; n++) {
    for (let k = 0; k < rank; k++) reduced[n * rank + k] = coordinates[n * N + k] as number;
  }
  const lower = Float64Array.from(
    pivots.flatMap((pivot) => Array.from(coordinates.subarray(pivot * N, pivot * N + rank))),
  ); // [r, r]: the pivots' own coordinates
  return {
    rows: { values: reduced, count: N, width: rank, means: new Float64Array(rank) },
    lift(weights, classCount) {
      const lifted = new Float64Array(classCount * F);
      for (let l = 0; l < classCount; l++) {
        const mixture = weights.slice(l * rank, l * rank + pivots.length);
        solveLowerTransposed(lower, mixture, pivots.length, rank);
        for (const [k, pivot] of pivots.entries()) {
          const share = mixture[k] as number;
          for (let f = 0; f < F; f++) {
            const at = l * F + f;
            lifted[at] = (lifted[at] as number) + share * (values[pivot * F + f] as number);
          }
        }
      }
      return lifted;
    },
  };
}

function rowDot(values: Float32Array, a: number, b: number, length: number): number {
  let sum = 0;
  for (let f = 0; f < length; f++) sum += (values[a + f] as number) * (values[b + f] as number);
  return sum;
}
