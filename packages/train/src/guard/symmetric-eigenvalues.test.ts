import { randomStream } from "@unlabeled/core";
import { expect, test } from "vitest";
import { symmetricEigenvalues } from "./symmetric-eigenvalues.ts";

const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);
const near = (found: Iterable<number>, expected: readonly number[]) => {
  const [a, b] = [sorted(found), sorted(expected)];
  expect(a.length).toBe(b.length);
  a.forEach((value, i) => {
    expect(value).toBeCloseTo(b[i] as number, 10);
  });
};

test("of small matrices", () => {
  near(symmetricEigenvalues(Float64Array.of(5), 1), [5]);
  near(symmetricEigenvalues(Float64Array.of(2, 1, 1, 2), 2), [1, 3]);
  near(symmetricEigenvalues(Float64Array.of(4, 0, 0, 0, 2, 1, 0, 1, 2), 3), [1, 3, 4]);
  near(symmetricEigenvalues(new Float64Array(9), 3), [0, 0, 0]);
  near(symmetricEigenvalues(new Float64Array(16).fill(1), 4), [0, 0, 0, 4]);
});

test("of the second difference, which are 2 - 2 cos(k π / (n + 1))", () => {
  const n = 50;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    matrix[i * n + i] = 2;
    if (i > 0) matrix[i * n + i - 1] = -1;
  }
  const expected = Array.from(
    { length: n },
    (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)),
  );
  near(symmetricEigenvalues(matrix, n), expected);
});

test.for([3, 10, 64])("of Q diag(λ) Qᵀ for random reflections, n = %d", (n) => {
  const random = randomStream({ seed: n, purpose: "eigenvalues" });
  const values = Array.from({ length: n }, (_, i) =>
    i < n / 2 ? 0.001 * i : random.normal() * 10,
  );
  let matrix = new Float64Array(n * n);
  values.forEach((value, i) => {
    matrix[i * n + i] = value;
  });
  for (let round = 0; round < 4; round++) {
    const v = Array.from({ length: n }, () => random.normal());
    const squares = v.reduce((sum, x) => sum + x * x, 0);
    const H = (i: number, j: number) =>
      Number(i === j) - (2 * (v[i] as number) * (v[j] as number)) / squares;
    const times = (f: (i: number, k: number) => number, g: (k: number, j: number) => number) =>
      Float64Array.from({ length: n * n }, (_, at) => {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += f(Math.floor(at / n), k) * g(k, at % n);
        return sum;
      });
    const [old, i] = [matrix, n];
    const half = times(H, (k, j) => old[k * i + j] as number);
    matrix = times((a, k) => half[a * n + k] as number, H);
  }
  near(symmetricEigenvalues(matrix, n), values);
});

test("refuses what is not finite", () => {
  expect(() => symmetricEigenvalues(Float64Array.of(Number.NaN), 1)).toThrow(
    "symmetricEigenvalues: matrix must be finite; got NaN or Infinity.",
  );
});
