import { randomStream } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { largestDifference } from "../fixtures/peers.ts";
import { choleskyInPlace, solveLower, solveLowerTransposed } from "./cholesky.ts";
import { engineProducts } from "./engine-products.ts";
import { float64Products } from "./float64-products.ts";
import { lbfgs } from "./lbfgs.ts";
import { paddedTo, ROW_GROUP } from "./padded-rows.ts";
import { rowSpace } from "./row-space.ts";
import { softmaxObjective } from "./softmax-objective.ts";

const random = (purpose: string, length: number): Float64Array => {
  const stream = randomStream({ seed: 0, purpose });
  return Float64Array.from({ length }, () => Math.fround(stream.normal()));
};

const paddedRows = (purpose: string, count: number, width: number) => {
  const values = new Float32Array(paddedTo(count, ROW_GROUP) * width);
  values.set(random(purpose, count * width));
  return { values, count, width, means: new Float64Array(width) };
};

describe("lbfgs", () => {
  const options = { tolerance: 1e-8, maxIterations: 500, noise: 1e-15 };

  test("finds the minimum of Rosenbrock's valley", async () => {
    const x = Float64Array.of(-1.2, 1);
    const result = await lbfgs(
      async (point, gradient) => {
        const [a = 0, b = 0] = point;
        gradient[0] = -400 * a * (b - a * a) - 2 * (1 - a);
        gradient[1] = 200 * (b - a * a);
        return 100 * (b - a * a) ** 2 + (1 - a) ** 2;
      },
      x,
      options,
    );
    expect(result.converged).toBe(true);
    expect(result.iterations).toBeLessThan(60); // SciPy's needs 37
    expect(largestDifference(x, [1, 1])).toBeLessThan(1e-7);
  });

  test("needs few steps on a stretched bowl when it is given the inverse Hessian", async () => {
    const stretch = Float64Array.from({ length: 50 }, (_, i) => 10 ** (i / 8));
    const bowl = async (x: Float64Array, gradient: Float64Array) => {
      let value = 0;
      for (const [i, a] of stretch.entries()) {
        gradient[i] = a * ((x[i] ?? 0) - 1);
        value += 0.5 * a * ((x[i] ?? 0) - 1) ** 2;
      }
      return value;
    };
    const plain = await lbfgs(bowl, new Float64Array(50), options);
    const x = new Float64Array(50);
    const result = await lbfgs(bowl, x, {
      ...options,
      precondition: (vector) => {
        for (const [i, a] of stretch.entries()) vector[i] = (vector[i] ?? 0) / a;
      },
    });
    expect(result.iterations).toBeLessThan(5);
    expect(plain.iterations).toBeGreaterThan(50);
    expect(largestDifference(x, new Float64Array(50).fill(1))).toBeLessThan(1e-7);
  });

  test("stops, not converged, where values are not finite", async () => {
    const result = await lbfgs(
      async (_, gradient) => {
        gradient[0] = 1;
        return Number.NaN;
      },
      Float64Array.of(0),
      options,
    );
    expect(result).toMatchObject({ converged: false, iterations: 0 });
  });
});

test("the softmax objective's gradient is its finite difference", async () => {
  const [N, F, L] = [7, 3, 4];
  const objective = softmaxObjective({
    products: float64Products(paddedRows("rows", N, F), L),
    targets: Int32Array.from({ length: N }, (_, n) => n % L),
    classCount: L,
    width: F,
    penalty: 0.3,
  });
  const x = random("x", L * (F + 1));
  const gradient = new Float64Array(x.length);
  await objective(x, gradient);
  const ignored = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const at = async (by: number) =>
      objective(
        x.map((value, j) => (i === j ? value + by : value)),
        ignored,
      );
    const difference = ((await at(1e-5)) - (await at(-1e-5))) / 2e-5;
    expect(gradient[i]).toBeCloseTo(difference, 8);
  }
});

describe.for([
  ["float64Products", float64Products, 1e-12],
  ["engineProducts", engineProducts, 1e-5],
] as const)("%s", ([, make, tolerance]) => {
  test.for([
    [1, 1, 1],
    [5, 3, 2],
    [8, 4, 3],
    [11, 7, 5],
  ] as const)("are plain sums for N = %d, F = %d, L = %d", async ([N, F, L]) => {
    const rows = paddedRows("rows", N, F);
    const products = make(rows, L);
    const X = (n: number, f: number) => rows.values[n * F + f] as number;
    const W = random("weights", L * F);
    const R = random("residuals", N * L);
    const sum = (length: number, term: (i: number) => number) =>
      Array.from({ length }, (_, i) => term(i)).reduce((a, b) => a + b, 0);

    const scores = new Float64Array(N * L);
    await products.scores(W, scores);
    const expectedScores = scores.map((_, i) =>
      sum(F, (f) => X(Math.floor(i / L), f) * (W[(i % L) * F + f] as number)),
    );
    expect(largestDifference(scores, expectedScores)).toBeLessThan(tolerance);

    const gradient = new Float64Array(L * F);
    await products.pullBack(R, gradient);
    const expectedGradient = gradient.map((_, i) =>
      sum(N, (n) => X(n, i % F) * (R[n * L + Math.floor(i / F)] as number)),
    );
    expect(largestDifference(gradient, expectedGradient)).toBeLessThan(tolerance);

    const gram = await products.gram();
    for (let i = 0; i < F; i++) {
      for (let j = 0; j <= i; j++) {
        const expected = sum(N, (n) => X(n, i) * X(n, j));
        expect(Math.abs((gram[i * F + j] as number) - expected)).toBeLessThan(tolerance);
      }
    }
    products.dispose();
  });
});

test("Cholesky's triangles solve the system", () => {
  const n = 6;
  const B = random("factor", n * n);
  const A = new Float64Array(n * n).map((_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = i === j ? 0.1 : 0;
    for (let k = 0; k < n; k++) sum += (B[i * n + k] as number) * (B[j * n + k] as number);
    return sum;
  });
  const x = random("solution", n);
  const b = x.map((_, i) => x.reduce((sum, value, j) => sum + (A[i * n + j] as number) * value, 0));
  const lower = A.slice();
  choleskyInPlace(lower, n);
  solveLower(lower, b, n);
  solveLowerTransposed(lower, b, n);
  expect(largestDifference(b, x)).toBeLessThan(1e-10);
});

test("coordinates in the rows' span keep products, and lifted weights give the same scores", () => {
  const [N, F, L] = [6, 20, 2];
  const rows = paddedRows("rows", N, F);
  rows.values.copyWithin(5 * F, 0, F); // a row twice: the span has N − 1 dimensions
  const { rows: short, lift } = rowSpace(rows);
  expect(short.width).toBe(N - 1);
  const product = (values: ArrayLike<number>, width: number, a: number, b: number) =>
    Array.from({ length: width }).reduce<number>(
      (sum, _, f) => sum + (values[a * width + f] as number) * (values[b * width + f] as number),
      0,
    );
  for (let a = 0; a < N; a++) {
    for (let b = 0; b < N; b++) {
      const expected = product(rows.values, F, a, b);
      expect(product(short.values, short.width, a, b)).toBeCloseTo(expected, 4);
    }
  }
  const weights = random("weights", L * short.width);
  const lifted = lift(weights, L);
  for (let n = 0; n < N; n++) {
    for (let l = 0; l < L; l++) {
      const score = (values: Float32Array, w: Float64Array, width: number) =>
        Array.from({ length: width }).reduce<number>(
          (sum, _, f) => sum + (values[n * width + f] as number) * (w[l * width + f] as number),
          0,
        );
      expect(score(rows.values, lifted, F)).toBeCloseTo(
        score(short.values, weights, short.width),
        4,
      );
    }
  }
});
