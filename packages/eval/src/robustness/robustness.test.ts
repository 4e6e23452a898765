import { describe, expect, test } from "vitest";
import { ALEXNET_CLEAN_ERROR, ALEXNET_ERRORS, ALEXNET_FLIP_PROBABILITIES } from "./alexnet.ts";
import { flipRate } from "./flip-rate.ts";
import { meanCorruptionError } from "./mean-corruption-error.ts";
import { meanFlipRate } from "./mean-flip-rate.ts";
import { relativeMeanCorruptionError } from "./relative-mean-corruption-error.ts";

// ResNet-50's rows of the paper: table 1, table 2 (relative) and table 3 (flip rates), percent.
const CORRUPTION_ERRORS = [80, 82, 83, 75, 89, 78, 80, 78, 75, 66, 57, 71, 85, 77, 77];
const RELATIVE_ERRORS = [104, 107, 107, 97, 126, 107, 110, 101, 97, 79, 62, 89, 146, 111, 132];
const FLIP_RATES = [59, 58, 64, 72, 63, 62, 44, 52, 57, 48];
const RESNET = { clean: 0.239, mCE: 76.7, relative: 105, mFR: 58 };

const [NAMES, ALEXNET] = [Object.keys(ALEXNET_ERRORS), Object.values(ALEXNET_ERRORS)];
const errors: Record<string, number[]> = Object.fromEntries(
  NAMES.map((name, c) => {
    const mean = ((CORRUPTION_ERRORS[c] as number) / 100) * (ALEXNET[c] as number);
    return [name, [-0.2, -0.1, 0, 0.1, 0.2].map((apart) => mean * (1 + apart))];
  }),
);
const lists: Record<string, number[]> = Object.fromEntries(
  NAMES.map((name, c) => [name, [0, 1, 2, 3, 4].map((s) => 0.3 + 0.02 * c + 0.07 * s)]),
);

describe("meanCorruptionError", () => {
  test("equals the paper's formula: sums over severities, ratios, mean over corruptions", () => {
    let total = 0;
    for (const name of NAMES) {
      let [own, other] = [0, 0];
      for (let s = 0; s < 5; s++) {
        own += errors[name]?.[s] as number;
        other += lists[name]?.[s] as number;
      }
      total += own / other;
    }
    expect(meanCorruptionError(errors, lists)).toBeCloseTo((100 * total) / 15, 10);
  });

  test("is ResNet-50's of the paper, within the rounding of its table", () => {
    expect(Math.abs(meanCorruptionError(errors, ALEXNET_ERRORS) - RESNET.mCE)).toBeLessThan(0.5);
  });

  test("is 100 for the baseline itself, and of the corruptions that there are", () => {
    expect(meanCorruptionError(lists, lists)).toBeCloseTo(100, 10);
    expect(meanCorruptionError({ fog: [0.2, 0.4] }, { fog: 0.6, snow: 0.1 })).toBeCloseTo(50, 10);
  });

  test("names what is wrong", () => {
    const of = (own: Record<string, number[]>, other: Record<string, number | number[]>) => () =>
      meanCorruptionError(own, other);
    expect(of({}, {})).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: meanCorruptionError: errors must have at least one corruption; got none.]`,
    );
    expect(of({ fog: [0.5] }, { snow: 0.5, frost: 0.5 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: meanCorruptionError: baseline must have every corruption of errors, fog too; got snow, frost.]`,
    );
    expect(of({ fog: [0.5] }, { fog: [0.5, 0.6] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: meanCorruptionError: errors.fog must have as many severities as the baseline, 2; got 1.]`,
    );
    expect(of({ fog: [] }, { fog: 0.5 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: meanCorruptionError: errors.fog must have an error for each severity; got none.]`,
    );
    expect(of({ fog: [50] }, { fog: 0.5 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: meanCorruptionError: errors.fog must be errors in [0, 1]; got 50.]`,
    );
    expect(of({ fog: [0.5] }, { fog: Number.NaN })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: meanCorruptionError: baseline.fog must be errors in [0, 1]; got NaN.]`,
    );
    expect(of({ fog: [0.5] }, { fog: [0] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: meanCorruptionError: baseline.fog must be above 0; got 0.]`,
    );
  });
});

describe("relativeMeanCorruptionError", () => {
  const clean = { clean: RESNET.clean, baselineClean: ALEXNET_CLEAN_ERROR };

  test("equals the paper's formula: sums over severities of what corruption adds", () => {
    let total = 0;
    for (const name of NAMES) {
      let [own, other] = [0, 0];
      for (let s = 0; s < 5; s++) {
        own += (errors[name]?.[s] as number) - 0.1;
        other += (lists[name]?.[s] as number) - 0.2;
      }
      total += own / other;
    }
    expect(
      relativeMeanCorruptionError(errors, lists, { clean: 0.1, baselineClean: 0.2 }),
    ).toBeCloseTo((100 * total) / 15, 10);
  });

  test("takes ResNet-50 from the paper's table 1 to its table 2", () => {
    const relative = relativeMeanCorruptionError(errors, ALEXNET_ERRORS, clean);
    expect(Math.abs(relative - RESNET.relative)).toBeLessThan(1);
    for (const [c, name] of NAMES.entries()) {
      const own = errors[name] as number[];
      const one = relativeMeanCorruptionError({ [name]: own }, ALEXNET_ERRORS, clean);
      const share = ALEXNET[c] as number;
      const rounding = (0.5 * share + 0.1) / (share - ALEXNET_CLEAN_ERROR) + 0.5; // percent
      expect(Math.abs(one - (RELATIVE_ERRORS[c] as number))).toBeLessThan(rounding);
    }
  });

  test("names what is wrong", () => {
    const of = (clean: number, baselineClean: number) => () =>
      relativeMeanCorruptionError({ fog: [0.5] }, { fog: 0.4 }, { clean, baselineClean });
    expect(of(-0.1, 0.1)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: relativeMeanCorruptionError: clean must be in [0, 1]; got -0.1.]`,
    );
    expect(of(0.1, 0.4)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: relativeMeanCorruptionError: baseline.fog must be above baselineClean, 0.4; got 0.4.]`,
    );
  });
});

describe("flipRate", () => {
  const sequences = [
    [3, 3, 5, 5, 3],
    [1, 2, 2, 2, 2],
    [4, 4, 4, 4, 4],
  ];

  test("counts changes from frame to frame, or for noise differences from the first", () => {
    expect(flipRate(sequences, { noise: false })).toBeCloseTo((2 / 4 + 1 / 4) / 3, 12);
    expect(flipRate(sequences, { noise: true })).toBeCloseTo((2 / 4 + 4 / 4) / 3, 12);
  });

  test("equals the paper's expectation for sequences of any length, in any array", () => {
    const long = Array.from({ length: 20 }, (_, i) =>
      Int32Array.from({ length: 2 + i }, (_, j) => (7 * i * i + j * j * 5) % 3),
    );
    for (const noise of [false, true]) {
      let total = 0;
      for (const frames of long) {
        let [previous, flips] = [frames[0], 0];
        for (const frame of frames.subarray(1)) {
          if (frame !== previous) flips++;
          if (!noise) previous = frame;
        }
        total += flips / (frames.length - 1) / long.length;
      }
      expect(flipRate(long, { noise })).toBeCloseTo(total, 12);
    }
  });

  test("names what is wrong", () => {
    expect(() => flipRate([], { noise: true })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: flipRate: predictions must have at least one sequence; got none.]`,
    );
    expect(() => flipRate([[1, 2], [1]], { noise: false })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: flipRate: predictions[1] must have at least 2 frames; got 1.]`,
    );
  });
});

describe("meanFlipRate", () => {
  test("is the mean of ratios to the baseline's, and ResNet-50's of the paper", () => {
    expect(meanFlipRate({ tilt: 0.1, scale: 0.3 }, { tilt: 0.2, scale: 0.4 })).toBeCloseTo(
      62.5,
      10,
    );
    const rates = Object.fromEntries(
      Object.entries(ALEXNET_FLIP_PROBABILITIES).map(([name, rate], i) => [
        name,
        ((FLIP_RATES[i] as number) / 100) * rate,
      ]),
    );
    const mFR = meanFlipRate(rates, ALEXNET_FLIP_PROBABILITIES);
    expect(Math.abs(mFR - RESNET.mFR)).toBeLessThan(0.5);
  });

  test("has ResNet-18's flip rate of scale, 66 %, from its flip probability, 15.6 %", () => {
    expect(Math.round(meanFlipRate({ scale: 0.156 }, ALEXNET_FLIP_PROBABILITIES))).toBe(66);
  });

  test("names what is wrong", () => {
    const of = (rates: Record<string, number>, baseline: Record<string, number>) => () =>
      meanFlipRate(rates, baseline);
    expect(of({}, {})).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: meanFlipRate: rates must have at least one perturbation; got none.]`,
    );
    expect(of({ tilt: 0.1 }, { scale: 0.1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: meanFlipRate: baseline must have every perturbation of rates, tilt too; got scale.]`,
    );
    expect(of({ tilt: 10 }, { tilt: 0.1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: meanFlipRate: rates.tilt must be in [0, 1]; got 10.]`,
    );
    expect(of({ tilt: 0.1 }, { tilt: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: meanFlipRate: baseline.tilt must be in (0, 1]; got 0.]`,
    );
  });
});

test("AlexNet's constants are the paper's, rounded", () => {
  expect(ALEXNET.map((error) => Math.round(1000 * error) / 10)).toEqual([
    88.6, 89.4, 92.3, 82, 82.6, 78.6, 79.8, 86.7, 82.7, 81.9, 56.5, 85.3, 64.6, 71.8, 60.7,
  ]);
  expect(NAMES.at(0)).toBe("gaussianNoise");
  expect(NAMES.at(-1)).toBe("jpegCompression");
  expect(Object.keys(ALEXNET_FLIP_PROBABILITIES)).toHaveLength(10);
});
