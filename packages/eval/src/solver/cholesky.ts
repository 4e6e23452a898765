/**
 * The lower-triangular L of A = L Lᵀ, in place of A's lower half.
 *
 * @param matrix - A, symmetric and positive definite, `[n, n]`; only its lower half is read.
 */
export function choleskyInPlace(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j <= i; j++) {
      const other = j * n;
      let sum = matrix[row + j] as number;
      for (let k = 0; k < j; k++) {
        sum -= (matrix[row + k] as number) * (matrix[other + k] as number);
      }
      matrix[row + j] = i === j ? Math.sqrt(sum) : sum / (matrix[other + j] as number);
    }
  }
}

/** Solves L x = v in place of v; L's rows are `stride` apart. */
export function solveLower(
  lower: Float64Array,
  vector: Float64Array,
  n: number,
  stride: number = n,
): void {
  for (let i = 0; i < n; i++) {
    let sum = vector[i] as number;
    for (let k = 0; k < i; k++) sum -= (lower[i * stride + k] as number) * (vector[k] as number);
    vector[i] = sum / (lower[i * stride + i] as number);
  }
}

/** Solves Lᵀ x = v in place of v; L's rows are `stride` apart. */
export function solveLowerTransposed(
  lower: Float64Array,
  vector: Float64Array,
  n: number,
  stride: number = n,
): void {
  for (let i = n - 1; i >= 0; i--) {
    const solved = (vector[i] as number) / (lower[i * stride + i] as number);
    vector[i] = solved;
    for (let k = 0; k < i; k++) {
      vector[k] = (vector[k] as number) - (lower[i * stride + k] as number) * solved;
    }
  }
}
