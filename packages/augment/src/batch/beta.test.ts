import { randomStream } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { beta, logGamma } from "./beta.ts";

const DRAWS = 40000;

/** Largest distance of the draws' distribution from the true one (Kolmogorov-Smirnov). */
function distance(draws: readonly number[], cdf: (x: number) => number): number {
  const sorted = draws.toSorted((a, b) => a - b);
  return sorted.reduce((worst, x, i) => {
    const at = cdf(x);
    return Math.max(worst, at - i / sorted.length, (i + 1) / sorted.length - at);
  }, 0);
}

/** Exceeded by chance once in some 10^9 samples: 2 exp(-2 * 3.3^2). */
const BOUND = 3.3 / Math.sqrt(DRAWS);

function drawn(of: (random: ReturnType<typeof randomStream>) => number): number[] {
  const random = randomStream({ seed: 0, purpose: "test" });
  return Array.from({ length: DRAWS }, () => of(random));
}

describe("beta", () => {
  // Distribution functions in closed form.
  test.for([
    [1, 1, (x: number) => x],
    [0.5, 0.5, (x: number) => (2 / Math.PI) * Math.asin(Math.sqrt(x))], // the arcsine law
    [3, 1, (x: number) => x ** 3],
    [1, 0.2, (x: number) => 1 - (1 - x) ** 0.2],
    [2, 2, (x: number) => 3 * x ** 2 - 2 * x ** 3],
  ] as const)("of %d and %d has the true distribution", ([a, b, cdf]) => {
    expect(
      distance(
        drawn((random) => beta(random, a, b)),
        cdf,
      ),
    ).toBeLessThan(BOUND);
  });

  test.for([0.01, 0.1, 0.2, 0.4, 1, 8])("of %d twice has the true mean and variance", (alpha) => {
    const draws = drawn((random) => beta(random, alpha, alpha));
    expect(draws.every((x) => x >= 0 && x <= 1)).toBe(true);
    const variance = 1 / (4 * (2 * alpha + 1));
    const mean = draws.reduce((a, b) => a + b, 0) / DRAWS;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(variance / DRAWS));
    const spread = draws.map((x) => (x - 0.5) ** 2);
    const received = spread.reduce((a, b) => a + b, 0) / DRAWS;
    const noise = Math.sqrt(spread.reduce((a, b) => a + (b - variance) ** 2, 0)) / DRAWS;
    expect(Math.abs(received - variance)).toBeLessThan(5 * noise);
  });
});

describe("logGamma", () => {
  test.for([
    [1, (x: number) => 1 - Math.exp(-x)],
    [3, (x: number) => 1 - Math.exp(-x) * (1 + x + x ** 2 / 2)],
  ] as const)("of shape %d has the true distribution", ([shape, cdf]) => {
    const draws = drawn((random) => Math.exp(logGamma(random, shape)));
    expect(distance(draws, cdf)).toBeLessThan(BOUND);
  });

  test("has the true mean below 1, and is finite where the draw itself would underflow", () => {
    const draws = drawn((random) => Math.exp(logGamma(random, 0.3)));
    const mean = draws.reduce((a, b) => a + b, 0) / DRAWS;
    expect(Math.abs(mean - 0.3)).toBeLessThan(5 * Math.sqrt(0.3 / DRAWS));
    expect(drawn((random) => logGamma(random, 1e-3)).every(Number.isFinite)).toBe(true);
  });
});
