/**
 * Eigenvalues of a symmetric matrix, in no order: Householder's reduction to a tridiagonal one, then the implicit QL
 * method. No vectors; the matrix is used up.
 *
 * @param matrix - n × n, row after row; only the lower triangle is read. Overwritten.
 * @returns n numbers.
 * @throws {RangeError} If a value is not finite.
 *
 * @see Golub and Van Loan, Matrix Computations, 4th edition, algorithms 8.3.1 to 8.3.3
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  if (!matrix.every(Number.isFinite)) {
    throw new RangeError("symmetricEigenvalues: matrix must be finite; got NaN or Infinity.");
  }
  const { diagonal, beside } = tridiagonal(matrix, n);
  for (let low = 0; low < n; low++) {
    for (let high = nextSplit(low); high !== low; high = nextSplit(low)) {
      implicitStep(diagonal, beside, low, high);
    }
  }
  return diagonal;

  /** Where the matrix falls apart first, at or behind `low`. */
  function nextSplit(low: number): number {
    let at = low;
    for (; at < n - 1; at++) {
      const scale = Math.abs(diagonal[at] as number) + Math.abs(diagonal[at + 1] as number);
      if (Math.abs(beside[at] as number) <= Number.EPSILON * scale) break;
    }
    return at;
  }
}

/** The diagonal, and what is beside it: `beside[i]` between i and i + 1. */
function tridiagonal(a: Float64Array, n: number) {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const v = new Float64Array(n);
  const p = new Float64Array(n);
  for (let last = n - 1; last > 0; last--) {
    const row = a.subarray(last * n, last * n + last); // left of the diagonal
    diagonal[last] = a[last * n + last] as number;
    const norm = length(row);
    const end = row[last - 1] as number;
    beside[last - 1] = end > 0 ? -norm : norm;
    const half = norm * (norm + Math.abs(end)); // |v|² / 2
    if (half === 0) continue;
    v.set(row);
    v[last - 1] = end - (beside[last - 1] as number);
    reflect(a, n, last, { v, p, half });
  }
  diagonal[0] = a[0] as number;
  return { diagonal, beside };
}

function length(row: Float64Array): number {
  let squares = 0;
  for (const x of row) squares += x * x;
  return Math.sqrt(squares);
}

/** H A H of the first m rows and columns, with H = 1 - v vᵀ / half. */
function reflect(
  a: Float64Array,
  n: number,
  m: number,
  { v, p, half }: { v: Float64Array; p: Float64Array; half: number },
): void {
  p.fill(0, 0, m);
  for (let i = 0; i < m; i++) {
    const vi = v[i] as number;
    let sum = (a[i * n + i] as number) * vi;
    for (let j = 0; j < i; j++) {
      const aij = a[i * n + j] as number;
      sum += aij * (v[j] as number);
      p[j] = (p[j] as number) + aij * vi;
    }
    p[i] = (p[i] as number) + sum;
  }
  let product = 0;
  for (let i = 0; i < m; i++) {
    p[i] = (p[i] as number) / half;
    product += (p[i] as number) * (v[i] as number);
  }
  const shift = product / (2 * half);
  for (let i = 0; i < m; i++) p[i] = (p[i] as number) - shift * (v[i] as number);
  for (let i = 0; i < m; i++) {
    const [vi, pi] = [v[i] as number, p[i] as number];
    for (let j = 0; j <= i; j++) {
      const at = i * n + j;
      a[at] = (a[at] as number) - vi * (p[j] as number) - pi * (v[j] as number);
    }
  }
}

/** One QL step with Wilkinson's shift on rows `low` to `high`. */
function implicitStep(d: Float64Array, e: Float64Array, low: number, high: number): void {
  const b = e[low] as number;
  const g0 = ((d[low + 1] as number) - (d[low] as number)) / (2 * b);
  const root = Math.hypot(g0, 1);
  let g = (d[high] as number) - (d[low] as number) + b / (g0 + (g0 >= 0 ? root : -root));
  let [s, c, p] = [1, 1, 0];
  for (let i = high - 1; i >= low; i--) {
    const f = s * (e[i] as number);
    const h = c * (e[i] as number);
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] = (d[i + 1] as number) - p;
      e[high] = 0;
      return;
    }
    [s, c] = [f / r, g / r];
    const q = (d[i + 1] as number) - p;
    const t = ((d[i] as number) - q) * s + 2 * c * h;
    p = s * t;
    d[i + 1] = q + p;
    g = c * t - h;
  }
  d[low] = (d[low] as number) - p;
  e[low] = g;
  e[high] = 0;
}
