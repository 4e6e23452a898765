import { expect, test } from "vitest";
import { poissonQuantiles } from "./poisson-quantiles.ts";

test.for([0, 0.3, 4, 120, 700])(
  "quantiles of mean %d are the least counts whose sums suffice",
  (mean) => {
    const quantile = poissonQuantiles(mean);
    const logFactorial = (n: number) => {
      let sum = 0;
      for (let k = 2; k <= n; k++) sum += Math.log(k);
      return sum;
    };
    const probability = (n: number) =>
      mean === 0 ? Number(n === 0) : Math.exp(n * Math.log(mean) - mean - logFactorial(n));
    for (const share of [0, 1e-6, 0.01, 0.25, 0.5, 0.77, 0.999, 1 - 1e-6]) {
      let [count, sum] = [0, probability(0)];
      while (sum < share) sum += probability(++count);
      expect(quantile(share)).toBe(count);
    }
    const spread = 7 * Math.sqrt(mean); // 1 − 2⁻³² is 6.2 deviations away, more where the mean is small
    expect(quantile(1 - 2 ** -32)).toBeLessThanOrEqual(mean + spread + 10);
  },
);
