import { choleskyInPlace, solveLower, solveLowerTransposed } from "./cholesky.ts";

interface HessianModel {
  /** Xᵀ X of centred rows, `[F, F]`, lower half. */
  readonly gram: Float64Array;
  /** N. */
  readonly count: number;
  /** F. */
  readonly width: number;
  /** L. */
  readonly classCount: number;
  /** λ of the mean loss. */
  readonly penalty: number;
}

const JITTER = 1e-6; // of the mean eigenvalue: above the rounding of a Gram matrix in float32

/**
 * The inverse of c XᵀX / N + λ, class by class: the Hessian of the softmax loss at weights 0, where
 * c = (1/L)(1 − 1/L), without the terms between classes.
 *
 * Raw pixels and features of untrained networks are ill-conditioned; this saves most of the steps.
 */
export function softmaxPreconditioner({
  gram,
  count,
  width: F,
  classCount: L,
  penalty,
}: HessianModel): (vector: Float64Array) => void {
  const variance = (1 / L) * (1 - 1 / L);
  let trace = 0;
  for (let f = 0; f < F; f++) trace += gram[f * F + f] as number;
  const matrix = gram.map((product) => (product * variance) / count);
  const diagonal = penalty + (JITTER * variance * trace) / (count * F);
  for (let f = 0; f < F; f++) matrix[f * F + f] = (matrix[f * F + f] as number) + diagonal;
  choleskyInPlace(matrix, F);
  return (vector) => {
    for (let l = 0; l < L; l++) {
      const block = vector.subarray(l * F, (l + 1) * F);
      solveLower(matrix, block, F);
      solveLowerTransposed(matrix, block, F);
    }
    const biases = vector.subarray(L * F);
    for (const [l, bias] of biases.entries()) biases[l] = bias / variance;
  };
}
