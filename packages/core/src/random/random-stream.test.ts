import { expect, test } from "vitest";
import { permutation } from "./permutation.ts";
import { randomStream } from "./philox.ts";

const stream = (seed = 0) => randomStream({ seed, purpose: "test" });
const COUNT = 20_000;
const draw = (next: () => number): number[] => Array.from({ length: COUNT }, next);

function moments(values: number[]) {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const central = (k: number) =>
    values.reduce((sum, v) => sum + (v - mean) ** k, 0) / values.length;
  return { mean, variance: central(2), skewness: central(3), kurtosis: central(4) };
}

/** Σ (found − expected)² / expected over equally likely cells. */
function chiSquare(cells: number[]): number {
  const expected = cells.reduce((sum, n) => sum + n, 0) / cells.length;
  return cells.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
}

test("uniform numbers fill their range evenly", () => {
  const random = stream();
  const cells = new Array<number>(100).fill(0);
  for (const u of draw(() => random.uniform())) {
    expect(u >= 0 && u < 1).toBe(true);
    const cell = Math.floor(100 * u);
    cells[cell] = (cells[cell] as number) + 1;
  }
  expect(chiSquare(cells)).toBeLessThan(148.2); // 99.9 % of χ² with 99 degrees
  const shifted = draw(() => random.uniform(-3, 5));
  expect(Math.min(...shifted)).toBeGreaterThanOrEqual(-3);
  expect(Math.max(...shifted)).toBeLessThan(5);
  expect(Math.abs(moments(shifted).mean - 1)).toBeLessThan(0.07);
});

test("normal numbers have the moments of N(0, 1)", () => {
  const random = stream();
  const { mean, variance, skewness, kurtosis } = moments(draw(() => random.normal()));
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  expect(Math.abs(skewness)).toBeLessThan(0.08);
  expect(Math.abs(kurtosis - 3)).toBeLessThan(0.25);
});

test("integers below a bound are even, where a remainder would not be", () => {
  const random = stream();
  const cells = new Array<number>(7).fill(0);
  for (const i of draw(() => random.integer(7))) cells[i] = (cells[i] as number) + 1;
  expect(chiSquare(cells)).toBeLessThan(22.5); // 99.9 % of χ² with 6 degrees
  const bound = 3 * 2 ** 30; // of 2^32 words, a remainder would favour the lowest third two to one
  const low = draw(() => random.integer(bound)).filter((i) => i < 2 ** 30).length;
  expect(Math.abs(low / COUNT - 1 / 3)).toBeLessThan(0.015);
  expect(random.integer(1)).toBe(0);
  expect(random.integer(2 ** 32)).toBeLessThan(2 ** 32);
});

test("chance is true as often as it says", () => {
  const random = stream();
  const often = draw(() => Number(random.chance(0.3)));
  expect(Math.abs(moments(often).mean - 0.3)).toBeLessThan(0.015);
  expect(random.chance(0)).toBe(false);
  expect(random.chance(1)).toBe(true);
});

test("neighbouring streams are not correlated", () => {
  const first = Array.from({ length: COUNT }, (_, sample) =>
    randomStream({ seed: 0, purpose: "test", sample }).uniform(-1, 1),
  );
  const products = first.slice(1).map((u, i) => u * (first[i] as number));
  expect(Math.abs(moments(products).mean)).toBeLessThan(0.01); // deviation 1/3 / √20000 = 0.0024
});

test("throws on keys and bounds that are not integers in range", () => {
  expect(() => stream(-1)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: randomStream: seed must be an integer in [0, 2^32); got -1.]`,
  );
  expect(() => stream(0.5)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: randomStream: seed must be an integer in [0, 2^32); got 0.5.]`,
  );
  expect(() => stream().integer(0)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: RandomStream.integer: bound must be an integer in [1, 2^32]; got 0.]`,
  );
});

test("a permutation has each integer once, and each order as often", () => {
  const order = permutation(1000, { seed: 3, purpose: "order" });
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect(permutation(1000, { seed: 3, purpose: "order" })).toEqual(order);
  expect(permutation(1000, { seed: 3, purpose: "order", epoch: 1 })).not.toEqual(order);
  const counts = new Map<string, number>();
  for (let epoch = 0; epoch < 6000; epoch++) {
    const key = permutation(3, { seed: 0, purpose: "order", epoch }).join("");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  expect(chiSquare([...counts.values()])).toBeLessThan(20.5); // 99.9 % of χ² with 5 degrees
});

test("a permutation of nothing is empty, and of no count throws", () => {
  expect(permutation(0, { seed: 0, purpose: "order" }).length).toBe(0);
  expect(() =>
    permutation(Number.NaN, { seed: 0, purpose: "order" }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: permutation: n must be an integer in [0, 2^32); got NaN.]`,
  );
});
