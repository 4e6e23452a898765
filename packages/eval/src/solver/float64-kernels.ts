import { ROW_GROUP } from "./padded-rows.ts";

// Four rows by two classes: each number that is loaded is used two or four times, and the eight sums
// stay in registers, which V8 then runs several times as fast as plain loops. N is a multiple of
// ROW_GROUP, L of CLASS_GROUP.

/** Classes that the products take at once. */
export const CLASS_GROUP = 2;

/** Z = X Wᵀ, of X `[N, F]` and W `[L, F]`. */
export function multiply(
  X: Float32Array,
  W: Float64Array,
  Z: Float64Array,
  N: number,
  L: number,
  F: number,
): void {
  for (let n = 0; n < N; n += ROW_GROUP) {
    const x0 = n * F;
    const x1 = (n + 1) * F;
    const x2 = (n + 2) * F;
    const x3 = (n + 3) * F;
    for (let l = 0; l < L; l += CLASS_GROUP) {
      const w0 = l * F;
      const w1 = (l + 1) * F;
      let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let f = 0; f < F; f++) {
        const a = W[w0 + f] as number;
        const b = W[w1 + f] as number;
        const p = X[x0 + f] as number;
        const q = X[x1 + f] as number;
        const r = X[x2 + f] as number;
        const s = X[x3 + f] as number;
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

/** G += Rᵀ X, of R `[N, L]` and X `[N, F]`. */
export function accumulate(
  X: Float32Array,
  R: Float64Array,
  G: Float64Array,
  N: number,
  L: number,
  F: number,
): void {
  for (let n = 0; n < N; n += ROW_GROUP) {
    const x0 = n * F;
    const x1 = (n + 1) * F;
    const x2 = (n + 2) * F;
    const x3 = (n + 3) * F;
    for (let l = 0; l < L; l += CLASS_GROUP) {
      const z = n * L + l;
      const a0 = R[z] as number;
      const a1 = R[z + L] as number;
      const a2 = R[z + 2 * L] as number;
      const a3 = R[z + 3 * L] as number;
      const b0 = R[z + 1] as number;
      const b1 = R[z + L + 1] as number;
      const b2 = R[z + 2 * L + 1] as number;
      const b3 = R[z + 3 * L + 1] as number;
      const g0 = l * F;
      const g1 = (l + 1) * F;
      for (let f = 0; f < F; f++) {
        const p = X[x0 + f] as number;
        const q = X[x1 + f] as number;
        const r = X[x2 + f] as number;
        const s = X[x3 + f] as number;
        G[g0 + f] = (G[g0 + f] as number) + (p * a0 + q * a1 + r * a2 + s * a3);
        G[g1 + f] = (G[g1 + f] as number) + (p * b0 + q * b1 + r * b2 + s * b3);
      }
    }
  }
}

/** The lower half of Xᵀ X, of X `[N, F]`. */
export function gramOf(X: Float32Array, N: number, F: number): Float64Array {
  const gram = new Float64Array(F * F);
  for (let n = 0; n < N; n += ROW_GROUP) {
    const x0 = n * F;
    const x1 = (n + 1) * F;
    const x2 = (n + 2) * F;
    const x3 = (n + 3) * F;
    for (let i = 0; i < F; i++) {
      const a = X[x0 + i] as number;
      const b = X[x1 + i] as number;
      const c = X[x2 + i] as number;
      const d = X[x3 + i] as number;
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
