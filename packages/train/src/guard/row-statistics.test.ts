import { randomStream } from "@unlabeled/core";
import { expect, test } from "vitest";
import { effectiveRank, type Rows, rowStatistics } from "./row-statistics.ts";

function rows(values: number[][]): Rows {
  return { values: Float32Array.from(values.flat()), N: values.length, D: values[0]?.length ?? 0 };
}

function noise(N: number, D: number, seed = 0): Rows {
  const random = randomStream({ seed, purpose: "rows" });
  return { values: Float32Array.from({ length: N * D }, () => random.normal()), N, D };
}

const axes = rows([
  [2, 0, 0],
  [0, 3, 0],
  [0, 0, 0.5],
]);

test("rank: of one direction 1, of equal shares as many as there are, also with fewer rows than columns", () => {
  const one = [
    [1, 2, 3, 4],
    [2, 4, 6, 8],
    [-1, -2, -3, -4],
  ];
  expect(effectiveRank(rows(one))).toBeCloseTo(1, 4);
  expect(effectiveRank(rows([[1, 0, 0, 0, 0], [0, 0, 1, 0, 0]]))).toBeCloseTo(2, 10); // biome-ignore format: a matrix
  expect(effectiveRank(rows([[0, 0], [0, 0]]))).toBe(1); // biome-ignore format: a matrix
});

test("rank: the exponential of the singular values' entropy", () => {
  const shares = [2, 3, 0.5].map((value) => value / 5.5);
  const entropy = shares.reduce((sum, p) => sum - p * Math.log(p), 0);
  expect(effectiveRank(axes)).toBeCloseTo(Math.exp(entropy), 10);
  const { values, N, D } = noise(7, 12);
  const turned = Float32Array.from({ length: N * D }, (_, at) => {
    return values[(at % N) * D + Math.floor(at / N)] as number;
  });
  expect(effectiveRank({ values: turned, N: D, D: N })).toBeCloseTo(
    effectiveRank({ values, N, D }),
    8,
  );
});

test("spread: the deviation of normalised rows, times √D", () => {
  const { spread } = rowStatistics(axes, axes);
  const deviation = Math.sqrt(((1 - 1 / 3) ** 2 + 2 / 9) / 3); // of 1, 0, 0
  expect(spread).toBeCloseTo(deviation * Math.sqrt(3), 10);
  expect(rowStatistics(noise(2000, 8), noise(2000, 8)).spread).toBeCloseTo(1, 2);
});

test("alignment and uniformity: distances on the sphere, whatever the rows' lengths", () => {
  const other = rows([
    [0, 1, 0],
    [0, 7, 0],
    [0, 0, -1],
  ]);
  const { alignment, uniformity } = rowStatistics(axes, other);
  expect(alignment).toBeCloseTo((2 + 0 + 4) / 3, 10);
  expect(uniformity).toBeCloseTo(-4, 10); // all pairs are at √2: exp(-2 · 2)
  expect(rowStatistics(rows([[1, 1], [2, 2]]), axes).uniformity).toBeCloseTo(0, 10); // biome-ignore format: a matrix
  expect(rowStatistics(rows([[1, 0], [-2, 0]]), axes).uniformity).toBeCloseTo(-8, 10); // biome-ignore format: a matrix
});
