import type { Products } from "./products.ts";
import type { Objective } from "./wolfe-step.ts";

interface SoftmaxProblem {
  readonly products: Products;
  /** Each row's class, 0 … L − 1. */
  readonly targets: Int32Array;
  readonly classCount: number;
  readonly width: number;
  /** λ of the mean loss. */
  readonly penalty: number;
}

/**
 * Mean softmax cross-entropy + λ/2 ‖W‖², of x = (W `[L, F]`, b `[L]`); the intercepts b are free.
 */
export function softmaxObjective({
  products,
  targets,
  classCount: L,
  width: F,
  penalty,
}: SoftmaxProblem): Objective {
  const N = targets.length;
  const scores = new Float64Array(N * L); // then residuals: (probability − target) / N
  return async (x, gradient) => {
    const [weights, biases] = [x.subarray(0, L * F), x.subarray(L * F)];
    await products.scores(weights, scores);
    const biasGradient = gradient.subarray(L * F).fill(0);
    let loss = 0;
    for (let n = 0; n < N; n++) {
      const row = scores.subarray(n * L, (n + 1) * L);
      for (let l = 0; l < L; l++) row[l] = (row[l] as number) + (biases[l] as number);
      const target = targets[n] as number;
      const targetScore = row[target] as number;
      loss += (softmaxInPlace(row) - targetScore) / N;
      row[target] = (row[target] as number) - 1;
      for (let l = 0; l < L; l++) {
        const residual = (row[l] as number) / N;
        row[l] = residual;
        biasGradient[l] = (biasGradient[l] as number) + residual;
      }
    }
    await products.pullBack(scores, gradient.subarray(0, L * F));
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] as number;
      loss += (penalty / 2) * weight * weight;
      gradient[i] = (gradient[i] as number) + penalty * weight;
    }
    return loss;
  };
}

/** Turns scores into probabilities; returns log Σ exp(score). */
export function softmaxInPlace(row: Float64Array): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let l = 0; l < row.length; l++) highest = Math.max(highest, row[l] as number);
  let sum = 0;
  for (let l = 0; l < row.length; l++) {
    const exponential = Math.exp((row[l] as number) - highest);
    row[l] = exponential;
    sum += exponential;
  }
  for (let l = 0; l < row.length; l++) row[l] = (row[l] as number) / sum;
  return highest + Math.log(sum);
}
