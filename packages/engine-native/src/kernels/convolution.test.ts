import { createHash } from "node:crypto";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { floatsOf, HALF_ROUNDING, halvesOf } from "../../fixtures/halves.ts";
import {
  defined,
  inputsOf,
  type PlainConvolution,
  sizesOf,
  worst,
} from "../../fixtures/plain-convolution.ts";
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

const padding = fc.integer({ min: 0, max: 2 });
const channels = fc.constantFrom(16, 32, 48, 64);
const cases: fc.Arbitrary<PlainConvolution> = fc.record({
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

/** The same by the addon's way of Winograd. */
function computed(one: PlainConvolution, x: Elements, w: Float32Array, dy: Elements) {
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

const digestsOf = (arrays: Record<string, Float32Array>) =>
  Object.entries(arrays).map(([name, array]) => {
    return `${name} ${createHash("sha256").update(array).digest("hex")}`;
  });

test.for<[number, number]>([
  [16, 16],
  [16, 48],
  [48, 16],
  [48, 80],
])("has the same bits for any number of threads: %i channels to %i", ([inputs, outputs]) => {
  const sides = { top: 1, left: 1, bottom: 1, right: 1 };
  const one: PlainConvolution = { images: 9, height: 16, width: 16, inputs, outputs, ...sides };
  const { x, w, dy } = inputsOf(one);
  const runs = [1, 2, 3].map((threads) => {
    addon.setThreads(threads);
    return [computed(one, x, w, dy), computed(one, halvesOf(x), w, halvesOf(dy))].map(digestsOf);
  });
  addon.setThreads(2);
  expect(runs[1]).toEqual(runs[0]);
  expect(runs[2]).toEqual(runs[0]);
});

// where a block has few tiles, they do not fill the tall tiles of products of a half panel
test.for<[number, number]>([
  [512, 16],
  [16, 512],
])("of many channels and few: %i to %i", ([inputs, outputs]) => {
  const sides = { top: 1, left: 0, bottom: 1, right: 2 };
  const one: PlainConvolution = { images: 1, height: 5, width: 7, inputs, outputs, ...sides };
  const { x, w, dy } = inputsOf(one);
  const [floats, want] = [computed(one, x, w, dy), defined(one, x, w, dy)];
  const [shortX, shortDy] = [halvesOf(x), halvesOf(dy)];
  const halves = computed(one, shortX, w, shortDy);
  const wantOfHalves = defined(one, floatsOf(shortX), w, floatsOf(shortDy));
  for (const name of ["y", "dx", "dw"] as const) {
    expect(worst(floats[name], want[name])).toBeLessThan(2e-6);
    expect(worst(halves[name], wantOfHalves[name])).toBeLessThan(4 * HALF_ROUNDING);
  }
});
