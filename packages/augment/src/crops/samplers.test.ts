import { randomStream } from "@unlabeled/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixture } from "../../fixtures/torchvision.ts";
import { byolCrop } from "./byol-crop.ts";
import { centralCrop } from "./central-crop.ts";
import type { Crop, CropSampler } from "./crop.ts";
import { tensorflowCrop } from "./tensorflow-crop.ts";
import { torchvisionCrop } from "./torchvision-crop.ts";

const PAPER = { area: [0.08, 1], aspect: [3 / 4, 4 / 3] } as const;
const SAMPLERS: readonly (readonly [string, CropSampler])[] = [
  ["torchvisionCrop", torchvisionCrop],
  ["tensorflowCrop", tensorflowCrop],
  ["byolCrop", byolCrop],
];

function drawn(
  sampler: CropSampler,
  size: { width: number; height: number },
  draws: number,
): Crop[] {
  const random = randomStream({ seed: 0, purpose: "test" });
  return Array.from({ length: draws }, () => sampler(size, PAPER, random));
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: readonly number[]) => {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((x) => (x - centre) ** 2)));
};

test.for(SAMPLERS)("%s is inside the picture, whatever its size and the ranges", ([, sampler]) => {
  const side = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3000 }));
  const share = fc.double({ min: 0.001, max: 1, noNaN: true });
  const ratio = fc.double({ min: 0.05, max: 20, noNaN: true });
  const range = (value: fc.Arbitrary<number>) =>
    fc.tuple(value, value).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  fc.assert(
    fc.property(
      side,
      side,
      range(share),
      range(ratio),
      fc.nat(),
      (width, height, area, aspect, seed) => {
        const random = randomStream({ seed, purpose: "test" });
        const crop = sampler({ width, height }, { area, aspect }, random);
        for (const value of Object.values(crop)) expect(Number.isInteger(value)).toBe(true);
        expect(Math.min(crop.left, crop.top)).toBeGreaterThanOrEqual(0);
        expect(Math.min(crop.width, crop.height)).toBeGreaterThanOrEqual(1);
        expect(crop.left + crop.width).toBeLessThanOrEqual(width);
        expect(crop.top + crop.height).toBeLessThanOrEqual(height);
      },
    ),
    { seed: 0, numRuns: 300 },
  );
});

describe("torchvisionCrop", () => {
  test.for(fixture.samples)("of $width x $height has torchvision's distribution", (peer) => {
    const { width, height, draws } = peer;
    const crops = drawn(torchvisionCrop, { width, height }, draws);
    const areas = crops.map((c) => (c.width * c.height) / (width * height));
    const aspects = crops.map((c) => Math.log(c.width / c.height));
    const centres = crops.map((c) => (c.left + c.width / 2) / width);
    // Five standard errors of the difference of two means.
    const slack = (spread: number) => 5 * spread * Math.sqrt(2 / draws);
    expect(Math.abs(mean(areas) - peer.areaMean)).toBeLessThan(slack(0.27));
    expect(Math.abs(mean(aspects) - peer.logAspectMean)).toBeLessThan(slack(0.17));
    expect(Math.abs(mean(centres) - peer.centreMean)).toBeLessThan(slack(0.2));
    expect(Math.abs(deviation(aspects) - peer.logAspectDeviation)).toBeLessThan(slack(0.17));
    expect(Math.abs(deviation(centres) - peer.centreDeviation)).toBeLessThan(slack(0.2));
    for (const [share = 0, below = 0] of peer.areaBelow) {
      const ours = areas.filter((area) => area < share).length / draws;
      expect(Math.abs(ours - below)).toBeLessThan(slack(0.5));
    }
  });

  test("falls back to the largest central crop of an allowed aspect", () => {
    const random = randomStream({ seed: 0, purpose: "test" });
    const narrow = torchvisionCrop({ width: 1000, height: 3 }, PAPER, random);
    expect(narrow).toEqual({ left: 498, top: 0, width: 4, height: 3 });
    const all = { area: [1, 1], aspect: [2, 2] } as const;
    const wide = torchvisionCrop({ width: 10, height: 10 }, all, random);
    expect(wide).toEqual({ left: 0, top: 2, width: 10, height: 5 });
  });
});

describe("byolCrop", () => {
  test("has uniform area where nothing is cut, and spans the picture where it is", () => {
    const random = randomStream({ seed: 1, purpose: "test" });
    const area = [0.1, 0.5] as const; // sqrt(0.5 * 4 / 3) < 1: never cut
    const shares = Array.from({ length: 20000 }, () => {
      const crop = byolCrop({ width: 400, height: 400 }, { ...PAPER, area }, random);
      return (crop.width * crop.height) / 160000;
    });
    expect(mean(shares)).toBeCloseTo(0.3, 2);
    expect(deviation(shares)).toBeCloseTo(0.4 / Math.sqrt(12), 2);
    const whole = { area: [1, 1], aspect: [4 / 3, 4 / 3] } as const;
    const cut = byolCrop({ width: 100, height: 100 }, whole, random);
    expect([cut.width, cut.height]).toEqual([100, 87]);
  });

  test("reaches every place, the last too", () => {
    const random = randomStream({ seed: 2, purpose: "test" });
    const half = { area: [0.25, 0.25], aspect: [1, 1] } as const;
    const lefts = Array.from(
      { length: 200 },
      () => byolCrop({ width: 8, height: 8 }, half, random).left,
    );
    expect(new Set(lefts)).toEqual(new Set([0, 1, 2, 3, 4]));
  });
});

describe("tensorflowCrop", () => {
  test("has a uniform height: at aspect 1 the area's median is that of a squared uniform", () => {
    const random = randomStream({ seed: 3, purpose: "test" });
    const square = { area: [0.1, 1], aspect: [1, 1] } as const;
    const heights = Array.from(
      { length: 20000 },
      () => tensorflowCrop({ width: 1000, height: 1000 }, square, random).height / 1000,
    ).sort((a, b) => a - b);
    const least = Math.sqrt(0.1);
    expect(heights[10000]).toBeCloseTo((least + 1) / 2, 2);
    expect(mean(heights)).toBeCloseTo((least + 1) / 2, 2);
    expect(deviation(heights)).toBeCloseTo((1 - least) / Math.sqrt(12), 2);
  });

  test("never covers less than a tenth of the picture, though 0.08 is allowed", () => {
    const crops = drawn(tensorflowCrop, { width: 96, height: 80 }, 5000);
    const least = Math.min(...crops.map((c) => c.width * c.height)) / (96 * 80);
    expect(least).toBeGreaterThanOrEqual(0.1);
    expect(least).toBeLessThan(0.105);
  });

  test("never lies at the last place, as in its source", () => {
    const random = randomStream({ seed: 4, purpose: "test" });
    const half = { area: [0.25, 0.25], aspect: [1, 1] } as const;
    const tops = Array.from(
      { length: 200 },
      () => tensorflowCrop({ width: 8, height: 8 }, half, random).top,
    );
    expect(new Set(tops)).toEqual(new Set([0, 1, 2, 3]));
  });

  test("is the whole picture where nothing fits", () => {
    const random = randomStream({ seed: 5, purpose: "test" });
    const crop = tensorflowCrop({ width: 1000, height: 3 }, PAPER, random);
    expect(crop).toEqual({ left: 0, top: 0, width: 1000, height: 3 });
  });
});

test("centralCrop is the largest square in the middle", () => {
  expect(centralCrop({ width: 10, height: 7 })).toEqual({ left: 1, top: 0, width: 7, height: 7 });
  expect(centralCrop({ width: 3, height: 8 })).toEqual({ left: 0, top: 2, width: 3, height: 3 });
  expect(centralCrop({ width: 5, height: 5 })).toEqual({ left: 0, top: 0, width: 5, height: 5 });
});
