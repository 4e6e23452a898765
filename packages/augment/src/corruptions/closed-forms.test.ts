import { type Picture, randomStream } from "@unlabeled/core";
import { expect, test } from "vitest";
import { mirrored, mirroredInside } from "./border.ts";
import { corrupt } from "./corrupt.ts";
import type { CorruptionName } from "./corruption.ts";
import { directionalBlur } from "./directional-blur.ts";
import { diskKernel } from "./disk-kernel.ts";
import { forward, inverse } from "./jpeg/cosine-transform.ts";
import { quantizationTable } from "./jpeg/quantization-table.ts";
import { plasmaFractal } from "./plasma-fractal.ts";
import { layer } from "./raster.ts";

const flat = (level: number, side: number): Picture => ({
  width: side,
  height: side,
  pixels: new Uint8Array(side * side * 3).fill(level),
});

const made = (picture: Picture, corruption: CorruptionName, severity: 1 | 5) =>
  corrupt(picture, { corruption, severity, seed: 0, sample: 0 }).pixels;

test("a flat picture stays: what blurs, moves, averages or flattens has nothing to change", () => {
  for (const corruption of [
    "defocusBlur",
    "glassBlur",
    "motionBlur",
    "zoomBlur",
    "contrast",
    "elasticTransform",
    "pixelate",
  ] as const) {
    for (const severity of [1, 5] as const) {
      for (const side of [1, 2, 5, 24]) {
        const levels = made(flat(90, side), corruption, severity);
        expect(Math.max(...levels)).toBeLessThanOrEqual(90);
        expect(Math.min(...levels)).toBeGreaterThanOrEqual(88); // truncated, glassBlur twice
      }
    }
  }
});

test("brightness adds 0.5 of white at severity 5, and keeps hue and saturation", () => {
  const picture = { width: 2, height: 1, pixels: Uint8Array.of(100, 50, 0, 200, 200, 200) };
  expect([...made(picture, "brightness", 5)]).toEqual([227, 113, 0, 255, 255, 255]);
});

test("contrast keeps 0.05 of the distance to the mean at severity 5", () => {
  const picture = { width: 2, height: 1, pixels: Uint8Array.of(0, 0, 0, 200, 100, 20) };
  expect([...made(picture, "contrast", 5)]).toEqual([95, 47, 9, 105, 52, 10]);
});

test("pixelate at severity 5 has a quarter of the columns and rows, each the mean of its box", () => {
  const pixels = Uint8Array.from({ length: 16 * 3 }, (_, i) => Math.floor(i / 3));
  expect(made({ width: 4, height: 4, pixels }, "pixelate", 5)).toEqual(new Uint8Array(48).fill(8));
});

test("fog of black is black: the brightest value is kept", () => {
  expect(Math.max(...made(flat(0, 24), "fog", 5))).toBe(0);
});

test("a disk has equal weights inside, and its sum is 1 with a sharp edge", () => {
  const { values, width } = diskKernel({ radius: 3, smoothing: 0.1 });
  expect(width).toBe(17);
  expect(values.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 12);
  expect(values[8 * 17 + 8]).toBeCloseTo(1 / 29, 12); // pixels within 3 of a centre
  expect(values[8 * 17 + 12]).toBeCloseTo(0, 12);
  const large = diskKernel({ radius: 10, smoothing: 0.5 }); // 5 taps reach (9, 9) from (7, 7)
  expect(large.values[19 * 21 + 19]).toBeGreaterThan(0);
});

test("motion to the right reads a half Gaussian of what lies there", () => {
  const point = layer({ width: 9, height: 3 }, (i) => Number(i === 9 + 6)); // x = 6, y = 1
  const { values } = directionalBlur(point, { radius: 2, sigma: 1, degrees: 0 });
  const weights = [0, 1, 2, 3, 4].map((k) => Math.exp((-k * k) / 2));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  for (let x = 0; x < 9; x++) {
    const expected = x > 6 ? 0 : (weights[6 - x] ?? 0) / sum;
    expect(values[9 + x]).toBeCloseTo(expected, 12);
  }
  expect(values[3]).toBe(0); // other rows are not read
});

test("borders mirror at the edge, or around the outermost position", () => {
  const of = (border: typeof mirrored) =>
    Array.from({ length: 12 }, (_, i) => border(i - 5, 3)).join("");
  expect(of(mirrored)).toBe("122100122100");
  expect(of(mirroredInside)).toBe("101210121012");
  expect(mirroredInside(-7, 1)).toBe(0);
});

test("plasma reaches 0 and 1, and is smoother with more decay", () => {
  const roughness = (decay: number) => {
    const map = plasmaFractal(64, { decay, random: randomStream({ seed: 0, purpose: "plasma" }) });
    expect([Math.min(...map), Math.max(...map)]).toEqual([0, 1]);
    return map.reduce((sum, x, i) => sum + Math.abs(x - (map[i - 1] ?? x)), 0);
  };
  expect(roughness(3)).toBeLessThan(0.5 * roughness(1.4));
});

test("JPEG's tables are the standard's at quality 50, ones at 100, and 7.14 times as coarse at 7", () => {
  expect([...quantizationTable("luma", 50).subarray(0, 8)]).toEqual([
    16, 11, 10, 16, 24, 40, 51, 61,
  ]);
  expect(Math.max(...quantizationTable("chroma", 100))).toBe(1);
  expect(quantizationTable("luma", 7)[0]).toBe(114);
  expect(quantizationTable("chroma", 7)[63]).toBe(255);
});

test("the cosine transform is eight times the orthonormal one, and its inverse undoes it", () => {
  const random = randomStream({ seed: 0, purpose: "block" });
  const samples = Int32Array.from({ length: 64 }, () => random.integer(256) - 128);
  const block = samples.slice();
  forward(block);
  const basis = (u: number, x: number) =>
    Math.sqrt((u === 0 ? 1 : 2) / 8) * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
  for (let i = 0; i < 64; i++) {
    let sum = 0;
    for (let k = 0; k < 64; k++) {
      sum += basis(i >> 3, k >> 3) * basis(i & 7, k & 7) * (samples[k] as number);
    }
    expect(Math.abs((block[i] as number) - 8 * sum)).toBeLessThan(2); // of 8 x 1024
  }
  const back = block.map((x) => Math.round(x / 8));
  inverse(back);
  for (let i = 0; i < 64; i++) {
    expect(Math.abs((back[i] as number) - (samples[i] as number))).toBeLessThanOrEqual(2);
  }
});
