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

const [FORWARD, INPUT_GRADIENT] = [0, 1];
const WINOGRAD = 1;

interface Case {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

const padding = fc.integer({ min: 0, max: 2 });
const channels = fc.constantFrom(16, 32, 48, 64);
const cases: fc.Arbitrary<Case> = fc.record({
  images: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 3, max: 13 }),
  width: fc.integer({ min: 3, max: 13 }),
  inputs: channels,
  outputs: channels,
  top: padding,
  left: padding,
  bottom: padding,
  right: padding,
});

const sizesOf = ({ images: N, height: H, width: W, inputs: C, outputs: D, ...sides }: Case) => {
  const [OH, OW] = [H + sides.top + sides.bottom - 2, W + sides.left + sides.right - 2];
  return { N, H, W, C, D, OH, OW };
};

/** A 3 x 3 convolution of stride 1 by its definition, in float64: y, dx and dw of x, w and dy. */
function defined(one: Case, x: Float32Array, w: Float32Array, dy: Float32Array) {
  const { N, H, W, C, D, OH, OW } = sizesOf(one);
  const [y, dx, dw] = [dy, x, w].map(({ length }) => new Float64Array(length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let place = 0; place < N * OH * OW * 9; place++) {
    const [tap, output] = [place % 9, Math.floor(place / 9)];
    const [j, i, n] = [output % OW, Math.floor(output / OW) % OH, Math.floor(output / OW / OH)];
    const [row, column] = [i - one.top + Math.floor(tap / 3), j - one.left + (tap % 3)];
    if (row < 0 || row >= H || column < 0 || column >= W) continue;
    const pixel = (n * H + row) * W + column;
    for (let c = 0; c < C; c++) {
      const value = x[pixel * C + c] as number;
      let sum = 0;
      for (let d = 0; d < D; d++) {
        const at = (tap * C + c) * D + d;
        const [weight, gradient] = [w[at] as number, dy[output * D + d] as number];
        y[output * D + d] = (y[output * D + d] as number) + value * weight;
        dw[at] = (dw[at] as number) + value * gradient;
        sum += weight * gradient;
      }
      dx[pixel * C + c] = (dx[pixel * C + c] as number) + sum;
    }
  }
  return { y, dx, dw };
}

/** The same by the addon's way of Winograd. */
function computed(one: Case, x: Elements, w: Float32Array, dy: Elements) {
  const { N, H, W, C, D, OH, OW } = sizesOf(one);
  const halves = x instanceof Uint16Array;
  const shape = Int32Array.of(
    ...[N, H, W, C, OH, OW, D, 3, 3, 1, 1, 1, 1],
    ...[one.top, one.bottom, one.left, one.right, 1, 1, WINOGRAD],
  );
  const prepared = (direction: number) => {
    const weights = new Uint8Array(addon.convolutionWeights(shape, direction, halves));
    addon.convolutionWeights(shape, direction, halves, w, weights);
    return weights;
  };
  const like = (elements: Elements) => new (x.constructor as typeof Float32Array)(elements.length);
  const [y, dx, dw] = [like(dy), like(x), new Float32Array(w.length)];
  addon.convolutionForward(shape, x, prepared(FORWARD), y);
  addon.convolutionInputGradient(shape, dy, prepared(INPUT_GRADIENT), dx);
  addon.convolutionWeightGradient(shape, x, dy, dw);
  const read = (elements: Elements) =>
    elements instanceof Uint16Array ? floatsOf(elements) : (elements as Float32Array);
  return { y: read(y), dx: read(dx), dw };
}

function inputsOf(one: Case) {
  const { N, H, W, C, D, OH, OW } = sizesOf(one);
  const numbers = (count: number) => Float32Array.from(many([count], -1, 1).values);
  return { x: numbers(N * H * W * C), w: numbers(9 * C * D), dy: numbers(N * OH * OW * D) };
}

/** The largest error in parts of the largest number. */
function worst(got: ArrayLike<number>, want: Float64Array): number {
  const largest = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const error = (value: number, i: number) => Math.abs((got[i] as number) - value) / largest;
  return want.reduce((most, value, i) => Math.max(most, error(value, i)), 0);
}

test("Winograd's way gives the convolution of any size and padding, and its gradients", () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { x, w, dy } = inputsOf(one);
      const [got, want] = [computed(one, x, w, dy), defined(one, x, w, dy)];
      for (const name of ["y", "dx", "dw"] as const) {
        expect(worst(got[name], want[name])).toBeLessThan(2e-6);
      }
    }),
    { numRuns: 40, seed: 1 },
  );
});

test("in bfloat16 the value is as exact as its rounding, and factors of gradients are rounded too", () => {
  fc.assert(
    fc.property(cases, (one) => {
      const floats = inputsOf(one);
      const [x, dy] = [halvesOf(floats.x), halvesOf(floats.dy)];
      const got = computed(one, x, floats.w, dy);
      const want = defined(one, floatsOf(x), floats.w, floatsOf(dy));
      want.y.forEach((value, i) => {
        const error = Math.abs((got.y[i] as number) - value);
        expect(error).toBeLessThan(HALF_ROUNDING * Math.abs(value) + 1e-4); // tiles of 4 x 4 in float32
      });
      expect(worst(got.dx, want.dx)).toBeLessThan(4 * HALF_ROUNDING);
      expect(worst(got.dw, want.dw)).toBeLessThan(4 * HALF_ROUNDING);
    }),
    { numRuns: 30, seed: 2 },
  );
});
