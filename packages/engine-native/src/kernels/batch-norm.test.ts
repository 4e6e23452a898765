import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { floatsOf, HALF_ROUNDING, halvesOf } from "../../fixtures/halves.ts";
import { many } from "../../fixtures/on-both.ts";
import type { Addon, Elements } from "../addon/addon.ts";
import type { NativeBackend } from "../backend/native-backend.ts";
import { engine } from "../engine.ts";

let addon: Addon;

beforeAll(async () => {
  await engine.start({ threads: 2 });
  addon = (tf.backend() as NativeBackend).addon;
});

const EPSILON = 1e-3;
/** The largest error of sums over thousands of rows in float32. */
const SUMS = 3e-5;
const ACTIVATIONS = ["none", "relu", "swish"] as const; // in the addon's order

const cases = fc.record({
  rows: fc.oneof(fc.integer({ min: 2, max: 60 }), fc.constantFrom(700, 1500)),
  channels: fc.oneof(fc.integer({ min: 1, max: 140 }), fc.constantFrom(16, 64)),
  activation: fc.constantFrom(0, 1, 2),
  residual: fc.boolean(),
  twice: fc.boolean(),
});
type Case = typeof cases extends fc.Arbitrary<infer One> ? One : never;

const floats = (size: number, low: number, high: number) =>
  Float32Array.from(many([size], low, high).values);

/** A tensor as the kernel gets it, and the numbers that it then holds. */
type Hold = (values: Float32Array) => { elements: Elements; values: ArrayLike<number> };

const asFloats: Hold = (values) => ({ elements: values, values });
const asHalves: Hold = (values) => {
  const elements = halvesOf(values);
  return { elements, values: floatsOf(elements) };
};
const read = (elements: Elements) =>
  elements instanceof Uint16Array ? floatsOf(elements) : (elements as Float32Array);

/** y, statistics and gradients by the formulas of Ioffe and Szegedy (2015), algorithm 1 and section 3, in float64. */
function defined(
  { rows, channels: C, activation }: Case,
  x: ArrayLike<number>,
  scale: Float32Array,
  offset: Float32Array,
  residual: ArrayLike<number> | undefined,
  dy: (i: number) => number,
) {
  const [y, dx, dResidual] = [0, 1, 2].map(() => new Float64Array(x.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [mean, variance, dScale, dOffset] = [0, 1, 2, 3].map(() => new Float64Array(C)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let c = 0; c < C; c++) {
    const at = Array.from({ length: rows }, (_, row) => row * C + c);
    const over = (f: (i: number) => number) => at.reduce((sum, i) => sum + f(i), 0);
    const mu = over((i) => x[i] as number) / rows;
    const sigma2 = over((i) => ((x[i] as number) - mu) ** 2) / rows;
    const root = Math.sqrt(sigma2 + EPSILON);
    const normalized = (i: number) => ((x[i] as number) - mu) / root;
    const [gamma, beta] = [scale[c] as number, offset[c] as number];
    for (const i of at) {
      const inner = gamma * normalized(i) + beta + (residual ? (residual[i] as number) : 0);
      const sigmoid = 1 / (1 + Math.exp(-inner));
      const kind = ACTIVATIONS[activation];
      y[i] = kind === "relu" ? Math.max(inner, 0) : kind === "swish" ? inner * sigmoid : inner;
      const slope =
        kind === "relu"
          ? +(inner > 0)
          : kind === "swish"
            ? sigmoid * (1 + inner * (1 - sigmoid))
            : 1;
      dResidual[i] = dy(i) * slope;
    }
    mean[c] = mu;
    variance[c] = sigma2;
    dOffset[c] = over((i) => dResidual[i] as number);
    dScale[c] = over((i) => (dResidual[i] as number) * normalized(i));
    for (const i of at) {
      const spread = ((dOffset[c] as number) + normalized(i) * (dScale[c] as number)) / rows;
      dx[i] = (gamma / root) * ((dResidual[i] as number) - spread);
    }
  }
  return { y, mean, variance, dx, dScale, dOffset, dResidual };
}

/**
 * Both kernels, held against the definition: the largest error of each result, in parts of max(1, |value|).
 *
 * What is small beside what it is made of has the errors of that: sums over rows, and dx = γ / √(σ² + ε) (dy − ...).
 */
function errorsOf(one: Case, hold: Hold): Record<string, number> {
  const { rows, channels: C, activation, twice } = one;
  const size = rows * C;
  const x = hold(floats(size, -1, 3));
  const [scale, offset] = [floats(C, 0.5, 1.5), floats(C, -1, 1)];
  // behind a swish the kernels know no residual, as core does not ask for it
  const residual = one.residual && activation !== 2 ? hold(floats(size, -1, 2)) : undefined;
  const first = hold(floats(size, -1, 1));
  const second = twice ? hold(floats(size, -0.5, 1)) : undefined;
  const dy = (i: number) =>
    (first.values[i] as number) + (second ? (second.values[i] as number) : 0);
  const want = defined(one, x.values, scale, offset, residual?.values, dy);

  const maps = () => hold(new Float32Array(size).fill(Number.NaN)).elements;
  const rowOf = () => new Float32Array(C).fill(Number.NaN);
  const [y, dx, dResidual] = [maps(), maps(), residual && maps()];
  const [mean, variance, dScale, dOffset] = [rowOf(), rowOf(), rowOf(), rowOf()];
  addon.batchNormForward(
    ...([rows, C, EPSILON, activation] as const),
    ...([x.elements, scale, offset, residual?.elements, y, mean, variance] as const),
  );
  // the mask is that of the definition: one that rounding has turned around is not what is tested here
  const mask = hold(Float32Array.from(want.y)).elements;
  addon.batchNormBackward(
    ...([rows, C, EPSILON, activation] as const),
    ...([x.elements, first.elements, second?.elements, scale] as const),
    ...([activation === 2 ? offset : undefined, activation === 1 ? mask : undefined] as const),
    ...([mean, variance, dx, dScale, dOffset, dResidual] as const),
  );
  const got = { y, mean, variance, dx, dScale, dOffset, ...(dResidual && { dResidual }) };
  return Object.fromEntries(
    Object.entries(got).map(([name, elements]) => {
      const wanted = want[name as keyof typeof want];
      const values = read(elements);
      const unit = (i: number) => {
        if (name === "dScale" || name === "dOffset") return Math.sqrt(rows);
        const c = i % C;
        const slope = (scale[c] as number) / Math.sqrt((want.variance[c] as number) + EPSILON);
        return name === "dx" ? Math.max(1, slope) * (hold === asHalves ? 2 : 1) : 1; // of a dy that is rounded too
      };
      const error = wanted.reduce((most, value, i) => {
        const one = Math.abs((values[i] as number) - value) / Math.max(unit(i), Math.abs(value));
        return Math.max(most, one); // NaN stays
      }, 0);
      return [name, error];
    }),
  );
}

const above = (errors: Record<string, number>, bounds: (name: string) => number) =>
  Object.entries(errors).filter(([name, error]) => !(error <= bounds(name)));

test("equals the definition, with any activation, with shortcut and a gradient in two parts", () => {
  fc.assert(
    fc.property(cases, (one) => {
      expect(above(errorsOf(one, asFloats), () => SUMS)).toEqual([]);
    }),
    { numRuns: 80, seed: 1 },
  );
});

test("in bfloat16, up to the rounding of maps; statistics and sums are float32", () => {
  const maps = new Set(["y", "dx", "dResidual"]);
  fc.assert(
    fc.property(cases, (one) => {
      const bound = (name: string) => (maps.has(name) ? HALF_ROUNDING : SUMS);
      expect(above(errorsOf(one, asHalves), bound)).toEqual([]);
    }),
    { numRuns: 50, seed: 2 },
  );
});

test("very negative and very positive sums come out of a swish as 0 and as themselves", () => {
  const x = Float32Array.of(-1, 1);
  const [y, mean, variance] = [new Float32Array(2), new Float32Array(1), new Float32Array(1)];
  const scale = Float32Array.of(1e4);
  addon.batchNormForward(
    2,
    1,
    EPSILON,
    2,
    x,
    scale,
    Float32Array.of(0),
    undefined,
    y,
    mean,
    variance,
  );
  expect(Math.abs(y[0] as number)).toBeLessThan(1e-30);
  expect(y[1]).toBeCloseTo(1e4 / Math.sqrt(1 + EPSILON), 2);
});
