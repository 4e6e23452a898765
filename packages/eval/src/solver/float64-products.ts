import { type CentredRows, paddedTo, ROW_GROUP } from "./centred-rows.ts";
import type { Products } from "./products.ts";

// Four rows by two classes: each number that is loaded is used two or four times, and the eight sums
// stay in registers. About three times as fast as plain loops in V8.
const CLASS_GROUP = 2;

/** Products summed in float64, on this thread. */
export function float64Products(rows: CentredRows, classCount: number): Products {
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

/** Z = X Wᵀ. */
function multiply(
  X: Float32Array,
  W: Float64Array,
  Z: Float64Array,
  N: number,
  L: number,
  F: number,
): void {
  for (let n = 0; n < N; n += ROW_GROUP) {
    const [x0, x1, x2, x3] = [n * F, (n + 1) * F, (n + 2) * F, (n + 3) * F];
    for (let l = 0; l < L; l += CLASS_GROUP) {
      const [w0, w1] = [l * F, (l + 1) * F];
      let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let f = 0; f < F; f++) {
        const [a, b] = [W[w0 + f] as number, W[w1 + f] as number];
        const [p, q] = [X[x0 + f] as number, X[x1 + f] as number];
        const [r, s] = [X[x2 + f] as number, X[x3 + f] as number];
        a0 += p * a;
        a1 += q * a;
        a2 += r * a;
        a3 += s * a;
        b0 += p * b;
        b1 += q * b;
        b2 += r * b;
        b3 += s * b;
      }
      const z = n * L + l;
      Z[z] = a0;
      Z[z + L] = a1;
      Z[z + 2 * L] = a2;
      Z[z + 3 * L] = a3;
      Z[z + 1] = b0;
      Z[z + L + 1] = b1;
      Z[z + 2 * L + 1] = b2;
      Z[z + 3 * L + 1] = b3;
    }
  }
}

/** G += Rᵀ X. */
function accumulate(
  X: Float32Array,
  R: Float64Array,
  G: Float64Array,
  N: number,
  L: number,
  F: number,
): void {
  for (let n = 0; n < N; n += ROW_GROUP) {
    const [x0, x1, x2, x3] = [n * F, (n + 1) * F, (n + 2) * F, (n + 3) * F];
    for (let l = 0; l < L; l += CLASS_GROUP) {
      const z = n * L + l;
      const [a0, a1] = [R[z] as number, R[z + L] as number];
      const [a2, a3] = [R[z + 2 * L] as number, R[z + 3 * L] as number];
      const [b0, b1] = [R[z + 1] as number, R[z + L + 1] as number];
      const [b2, b3] = [R[z + 2 * L + 1] as number, R[z + 3 * L + 1] as number];
      const [g0, g1] = [l * F, (l + 1) * F];
      for (let f = 0; f < F; f++) {
        const [p, q] = [X[x0 + f] as number, X[x1 + f] as number];
        const [r, s] = [X[x2 + f] as number, X[x3 + f] as number];
        G[g0 + f] = (G[g0 + f] as number) + (p * a0 + q * a1 + r * a2 + s * a3);
        G[g1 + f] = (G[g1 + f] as number) + (p * b0 + q * b1 + r * b2 + s * b3);
      }
    }
  }
}

/** The lower half of Xᵀ X. */
function gramOf(X: Float32Array, N: number, F: number): Float64Array {
  const gram = new Float64Array(F * F);
  for (let n = 0; n < N; n += ROW_GROUP) {
    const [x0, x1, x2, x3] = [n * F, (n + 1) * F, (n + 2) * F, (n + 3) * F];
    for (let i = 0; i < F; i++) {
      const [a, b] = [X[x0 + i] as number, X[x1 + i] as number];
      const [c, d] = [X[x2 + i] as number, X[x3 + i] as number];
      const g = i * F;
      for (let j = 0; j <= i; j++) {
        const sum =
          a * (X[x0 + j] as number) +
          b * (X[x1 + j] as number) +
          c * (X[x2 + j] as number) +
          d * (X[x3 + j] as number);
        gram[g + j] = (gram[g + j] as number) + sum;
      }
    }
  }
  return gram;
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
