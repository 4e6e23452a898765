import type { RandomStream } from "@unlabeled/core";

/**
 * A draw from the gamma distribution of scale 1, as its logarithm: a small shape's draws underflow.
 *
 * @param shape - > 0.
 *
 * @see Marsaglia and Tsang, A Simple Method for Generating Gamma Variables, 2000; below 1 by their
 *   section 6: gamma(a) = gamma(a + 1) * u^(1 / a)
 */
export function logGamma(random: RandomStream, shape: number): number {
  if (shape < 1) return logGamma(random, shape + 1) + Math.log(1 - random.uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random.uniform(); // never 0
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}

/**
 * A draw from the beta distribution.
 *
 * @param a - > 0.
 * @param b - > 0.
 * @returns In [0, 1]; mean a / (a + b).
 */
export function beta(random: RandomStream, a: number, b: number): number {
  return 1 / (1 + Math.exp(logGamma(random, b) - logGamma(random, a)));
}
