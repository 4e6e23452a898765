import { type Picture, randomStream } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { distance } from "../../fixtures/corruptions.ts";
import { type CorruptOptions, corrupt } from "./corrupt.ts";
import type { CorruptionName, CorruptionSeverity, CorruptionTable } from "./corruption.ts";
import { CORRUPTIONS } from "./corruptions.ts";
import { plasmaFractal, powerOfTwo } from "./plasma-fractal.ts";

const SEVERITIES = [1, 2, 3, 4, 5] as const;
const KEY = { seed: 0, sample: 0 } as const;

/** Clouds of colours, as photographs rough at every scale, and an edge. */
function scene(width: number, height: number): Picture {
  const side = powerOfTwo(Math.max(width, height));
  const random = randomStream({ seed: 0, purpose: "scene" });
  const clouds = [0, 1, 2].map(() => plasmaFractal(side, { decay: 1.5, random }));
  const pixels = Uint8ClampedArray.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / (3 * width))];
    return 20 + 160 * (clouds[i % 3]?.[y * side + x] as number) + (x > y ? 50 : 0);
  });
  return { width, height, pixels };
}

const made = (picture: Picture, options: Partial<CorruptOptions>) =>
  corrupt(picture, { ...KEY, corruption: "fog", severity: 3, ...options }).pixels;

/** How far each severity leaves the picture behind, levels. */
function distances(picture: Picture, corruption: CorruptionName, table: CorruptionTable): number[] {
  return SEVERITIES.map((severity) =>
    distance(made(picture, { corruption, severity, table }), picture.pixels),
  );
}

/** Their parameters trade one thing for another from severity to severity, in the benchmark as here. */
const UNEVEN: readonly CorruptionName[] = ["glassBlur", "snow", "frost", "elasticTransform"];

describe.for([
  [32, 32, "imagenet"],
  [32, 32, "small"],
  [45, 31, "imagenet"],
  [45, 31, "small"],
  [224, 224, "imagenet"],
] as const)("%d x %d pixels, table %s", ([width, height, table]) => {
  const picture = scene(width, height);
  test.for(CORRUPTIONS)(
    "%s: severities are further and further away",
    { timeout: 30_000 },
    (corruption) => {
      const away = distances(picture, corruption, table);
      expect(Math.min(...away)).toBeGreaterThan(0.5);
      expect(Math.max(...away)).toBeLessThan(130);
      if (UNEVEN.includes(corruption)) return;
      for (const [i, far] of away.slice(1).entries()) {
        expect(far).toBeGreaterThan(0.99 * (away[i] as number)); // motionBlur's 3 and 4 are nearly one
      }
      expect(away[4]).toBeGreaterThan(1.1 * (away[0] as number));
    },
  );
});

test.for(CORRUPTIONS)("%s is a pure function of picture, seed and sample", (corruption) => {
  const picture = scene(32, 32);
  const before = picture.pixels.slice();
  const first = made(picture, { corruption });
  expect(picture.pixels).toEqual(before);
  expect(made(picture, { corruption })).toEqual(first);
  expect(first).toBeInstanceOf(Uint8Array);
  const same = ["defocusBlur", "zoomBlur", "brightness", "contrast", "pixelate", "jpegCompression"];
  const alike = (options: Partial<CorruptOptions>) =>
    distance(made(picture, { corruption, ...options }), first) === 0;
  expect(alike({ seed: 1 })).toBe(same.includes(corruption));
  expect(alike({ sample: 1 })).toBe(same.includes(corruption));
});

test.for(CORRUPTIONS)("%s works on pictures of a few pixels, and of both tables", (corruption) => {
  for (const [width, height] of [
    [1, 1],
    [1, 7],
    [6, 1],
    [3, 5],
  ] as const) {
    for (const table of ["imagenet", "small"] as const) {
      for (const severity of SEVERITIES) {
        const out = corrupt(scene(width, height), { ...KEY, corruption, severity, table });
        expect([out.width, out.height, out.pixels.length]).toEqual([
          width,
          height,
          3 * width * height,
        ]);
      }
    }
  }
});

test("the names are the paper's fifteen, once each", () => {
  expect(CORRUPTIONS).toHaveLength(15);
  expect(new Set(CORRUPTIONS).size).toBe(15);
});

test("names what is wrong", () => {
  const picture = scene(4, 4);
  expect(() =>
    made(picture, { corruption: "fgsm" as CorruptionName }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: corrupt: corruption must be one of "gaussianNoise", "shotNoise", "impulseNoise", "defocusBlur", "glassBlur", "motionBlur", "zoomBlur", "snow", "frost", "fog", "brightness", "contrast", "elasticTransform", "pixelate", "jpegCompression"; got "fgsm".]`,
  );
  expect(() =>
    made(picture, { severity: 6 as CorruptionSeverity }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: corrupt: severity must be an integer in [1, 5]; got 6.]`,
  );
  expect(() =>
    made(picture, { table: "large" as CorruptionTable }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: corrupt: table must be one of "imagenet", "small"; got "large".]`,
  );
  expect(() => made(picture, { seed: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: corrupt: seed must be an integer in [0, 4294967295]; got -1.]`,
  );
  expect(() => made(picture, { sample: 0.5 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: corrupt: sample must be an integer in [0, 4294967295]; got 0.5.]`,
  );
  expect(() => made({ ...picture, width: 5 }, {})).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: corrupt: picture.pixels must have 5 * 4 * 3 = 60 bytes; got 48. A picture is interleaved red, green and blue, without alpha.]`,
  );
});
