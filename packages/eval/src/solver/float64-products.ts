import { accumulate, CLASS_GROUP, gramOf, multiply } from "./float64-kernels.ts";
import { type PaddedRows, paddedTo, ROW_GROUP } from "./padded-rows.ts";
import type { Products } from "./products.ts";

/** Products summed in float64, on this thread. */
export function float64Products(rows: PaddedRows, classCount: number): Products {
  const { values: X, count, width: F } = rows;
  const L = paddedTo(classCount, CLASS_GROUP);
  const N = paddedTo(count, ROW_GROUP);
  const W = new Float64Array(L * F);
  const R = new Float64Array(N * L);
  return {
    arithmetic: "float64",
    noise: 1e-15,
    async scores(weights, into) {
      W.set(weights);
      multiply(X, W, R, N, L, F);
      copyColumns(R, L, into, classCount, count, classCount);
    },
    async pullBack(residuals, into) {
      copyColumns(residuals, classCount, R, L, count, classCount);
      W.fill(0);
      accumulate(X, R, W, N, L, F);
      into.set(W.subarray(0, classCount * F));
    },
    async gram() {
      return gramOf(X, N, F);
    },
    dispose() {},
  };
}

function copyColumns(
  from: Float64Array,
  fromWidth: number,
  to: Float64Array,
  toWidth: number,
  rowCount: number,
  columnCount: number,
): void {
  for (let n = 0; n < rowCount; n++) {
    for (let l = 0; l < columnCount; l++) {
      to[n * toWidth + l] = from[n * fromWidth + l] as number;
    }
  }
}
