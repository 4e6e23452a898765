import type { Picture } from "@unlabeled/core";
import { expect, test } from "vitest";
import { decoded } from "../../fixtures/bytes.ts";
import {
  CASES,
  DRAWS,
  distance,
  EVERY,
  LEVELS,
  MOMENTS,
  pictureOf,
  SAMPLE,
  SEED,
  SIDE,
  STATISTICS,
} from "../../fixtures/corruptions.ts";
import { corrupt } from "./corrupt.ts";
import type { CorruptionName } from "./corruption.ts";

/**
 * Mean absolute error allowed, levels. 0: integers there too. Others differ by one level where float32 or
 * another order of sums falls on the other side of a whole number, which is truncated.
 */
const ALLOWED: Partial<Record<CorruptionName, number>> = {
  pixelate: 0,
  jpegCompression: 0,
  gaussianNoise: 0.01,
  shotNoise: 0.01,
  impulseNoise: 0.01,
  snow: 0.01,
  fog: 0.01,
  brightness: 0.01,
  contrast: 0.01,
  defocusBlur: 0.1,
  glassBlur: 0.1,
  motionBlur: 0.1,
  zoomBlur: 0.1,
  elasticTransform: 0.1,
};

test.for(CASES)(
  "$corruption of severity $severity, table $table, is the peer's with the same draws",
  ({ kept, ...which }) => {
    const { pixels } = corrupt(pictureOf(which.table), { ...which, seed: SEED, sample: SAMPLE });
    const received = pixels.filter((_, i) => Math.floor(i / 3) % EVERY[which.table] === 0);
    const error = distance(received, decoded(kept));
    expect(error).toBeLessThanOrEqual(ALLOWED[which.corruption] as number);
  },
);

test.for(MOMENTS)(
  "$corruption of severity $severity, table $table, has the peer's mean and deviation",
  ({ mean, deviation, ...which }) => {
    const side = 100;
    const pixels = Uint8Array.from({ length: side * side * 3 }, (_, i) => LEVELS[i % 3] as number);
    const even: Picture = { width: side, height: side, pixels };
    const noisy = corrupt(even, { ...which, seed: 1, sample: 0 }).pixels;
    for (const channel of [0, 1, 2]) {
      const own = moments([...noisy.filter((_, i) => i % 3 === channel)]);
      const fourErrors = 4 * Math.sqrt(1 / side ** 2 + 1 / SIDE ** 2);
      const ofDeviation = Math.sqrt(own.fourth - own.deviation ** 4) / (2 * own.deviation);
      expect(Math.abs(own.mean - (mean[channel] as number))).toBeLessThan(
        fourErrors * own.deviation,
      );
      expect(Math.abs(own.deviation - (deviation[channel] as number))).toBeLessThan(
        fourErrors * ofDeviation,
      );
    }
  },
);

test.for(STATISTICS)(
  "$corruption of severity $severity, table $table, moves as far as the peer's",
  { timeout: 30_000 },
  ({ mean, distance: moved, ...which }) => {
    const picture = pictureOf(which.table);
    const count = 16;
    const outs = Array.from({ length: count }, (_, sample) =>
      Array.from(corrupt(picture, { ...which, seed: 2, sample }).pixels),
    );
    // Four standard errors of the difference of two means; procedural frost is only to be similar.
    const slack = which.corruption === "frost" ? 12 : 0.2;
    const error = (spread: number) => 4 * spread * Math.sqrt(1 / count + 1 / DRAWS) + slack;
    const ownMean = moments(outs.map((out) => moments(out).mean)).mean;
    const ownDistance = moments(outs.map((out) => distance(out, picture.pixels))).mean;
    expect(Math.abs(ownMean - mean[0])).toBeLessThan(error(mean[1]));
    expect(Math.abs(ownDistance - moved[0])).toBeLessThan(error(moved[1]));
  },
);

/** Mean, standard deviation and fourth central moment. */
function moments(values: readonly number[]) {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const central = (power: number) =>
    values.reduce((sum, x) => sum + (x - mean) ** power, 0) / values.length;
  return { mean, deviation: Math.sqrt(central(2)), fourth: central(4) };
}
