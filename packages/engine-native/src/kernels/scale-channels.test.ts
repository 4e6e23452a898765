import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { floatsOf, HALF_ROUNDING, halvesOf } from "../../fixtures/halves.ts";
import { many } from "../../fixtures/on-both.ts";
import type { Addon } from "../addon/addon.ts";
import type { NativeBackend } from "../backend/native-backend.ts";
import { engine } from "../engine.ts";

let addon: Addon;

beforeAll(async () => {
  await engine.start({ threads: 2 });
  addon = (tf.backend() as NativeBackend).addon;
});

const floats = (size: number, low: number) => Float32Array.from(many([size], low, low + 2).values);

const cases = fc.record({
  images: fc.integer({ min: 1, max: 4 }),
  pixels: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(400, 3000)),
  channels: fc.integer({ min: 1, max: 140 }),
  twice: fc.boolean(),
});
type Case = typeof cases extends fc.Arbitrary<infer One> ? One : never;

/** By the definition, in float64: y, dx, dFactors. */
function defined(
  { images, pixels, channels }: Case,
  x: Float32Array,
  factors: Float32Array,
  dy: Float32Array,
) {
  const [y, dx] = [new Float64Array(x.length), new Float64Array(x.length)];
  const dFactors = new Float64Array(images * channels);
  x.forEach((value, i) => {
    const j = Math.floor(i / channels / pixels) * channels + (i % channels);
    y[i] = value * (factors[j] as number);
    dx[i] = (dy[i] as number) * (factors[j] as number);
    dFactors[j] = (dFactors[j] as number) + value * (dy[i] as number);
  });
  return { y, dx, dFactors };
}

function worst(got: ArrayLike<number>, want: Float64Array): number {
  return want.reduce((most, value, i) => {
    const error = Math.abs((got[i] as number) - value) / Math.max(1, Math.abs(value));
    return Math.max(most, error); // NaN stays
  }, 0);
}

test("channels are scaled, and gradients made, as defined", () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { images, pixels, channels, twice } = one;
      const size = images * pixels * channels;
      const [x, factors] = [floats(size, -1), floats(images * channels, 0)];
      const [first, second] = [floats(size, -0.5), floats(size, -1.5)];
      const dy = twice ? first.map((value, i) => value + (second[i] as number)) : first;
      const want = defined(one, x, factors, dy);
      const [y, dx] = [new Float32Array(size), new Float32Array(size)];
      const dFactors = new Float32Array(factors.length);
      addon.scaleChannels(images, pixels, channels, x, factors, y);
      const too = twice ? second : undefined;
      addon.scaleChannelsGradient(images, pixels, channels, x, factors, first, too, dx, dFactors);
      expect(worst(y, want.y)).toBeLessThan(1e-6);
      expect(worst(dx, want.dx)).toBeLessThan(1e-6);
      expect(worst(dFactors, want.dFactors)).toBeLessThan(1e-5);
    }),
    { numRuns: 100, seed: 1 },
  );
});

test("in bfloat16, up to the rounding of maps; sums and factors are float32", () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { images, pixels, channels } = one;
      const size = images * pixels * channels;
      const [x, dy] = [halvesOf(floats(size, -1)), halvesOf(floats(size, -0.5))];
      const factors = floats(images * channels, 0);
      const want = defined(one, floatsOf(x), factors, floatsOf(dy));
      const [y, dx] = [new Uint16Array(size), new Uint16Array(size)];
      const dFactors = new Float32Array(factors.length);
      addon.scaleChannels(images, pixels, channels, x, factors, y);
      addon.scaleChannelsGradient(
        images,
        pixels,
        channels,
        x,
        factors,
        dy,
        undefined,
        dx,
        dFactors,
      );
      expect(worst(floatsOf(y), want.y)).toBeLessThan(HALF_ROUNDING);
      expect(worst(floatsOf(dx), want.dx)).toBeLessThan(HALF_ROUNDING);
      expect(worst(dFactors, want.dFactors)).toBeLessThan(1e-5);
    }),
    { numRuns: 60, seed: 2 },
  );
});

test("does not depend on the number of threads", async () => {
  const [images, pixels, channels] = [3, 1500, 40];
  const size = images * pixels * channels;
  const [x, dy, factors] = [floats(size, -1), floats(size, -0.5), floats(images * channels, 0)];
  const results = [];
  for (const threads of [1, 2, 3]) {
    await engine.start({ threads });
    const [dx, dFactors] = [new Float32Array(size), new Float32Array(images * channels)];
    addon.scaleChannelsGradient(images, pixels, channels, x, factors, dy, undefined, dx, dFactors);
    results.push([dx, dFactors]);
  }
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});
