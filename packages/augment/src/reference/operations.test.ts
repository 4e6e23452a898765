import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixture, floats, levels, picture, planesOf } from "../../fixtures/torchvision.ts";
import { addBrightness, multiplyBrightness } from "./brightness.ts";
import { stretchChannelContrast, stretchContrast } from "./contrast.ts";
import { convertToGreyscale } from "./greyscale.ts";
import { shiftHue } from "./hue.ts";
import { interleave } from "./interleave.ts";
import { normalize } from "./normalize.ts";
import { type Planes, planes } from "./planes.ts";
import { blendSaturation, scaleHsvSaturation } from "./saturation.ts";
import { solarize } from "./solarize.ts";

type Rgb = [number, number, number];

const OPERATIONS: Record<string, (image: Planes, amount: number) => void> = {
  brightness: multiplyBrightness,
  contrast: stretchContrast,
  saturation: blendSaturation,
  hue: shiftHue,
  greyscale: convertToGreyscale,
  solarize,
};

function interleaved(image: Planes): Float32Array {
  const into = new Float32Array(image.red.length * 3);
  interleave(image, into);
  return into;
}

/** What an operation makes of pixels in one row. */
function applied(operation: (image: Planes) => void, pixels: readonly Rgb[]): Rgb[] {
  const image = planes(1, pixels.length);
  for (const [i, [r, g, b]] of pixels.entries()) {
    image.red[i] = r;
    image.green[i] = g;
    image.blue[i] = b;
  }
  operation(image);
  return pixels.map((_, i) => [image.red[i], image.green[i], image.blue[i]] as Rgb);
}

function expectClose(received: readonly Rgb[], expected: readonly Rgb[]): void {
  for (const [i, pixel] of received.entries()) {
    for (const [channel, x] of pixel.entries()) {
      expect(Math.abs(x - (expected[i]?.[channel] as number))).toBeLessThan(1e-5);
    }
  }
}

const unit = fc.float({ min: 0, max: 1, noNaN: true });
const anyPixels = fc.array(fc.tuple(unit, unit, unit), { minLength: 1, maxLength: 12 });
const clip = (x: number) => Math.min(Math.max(x, 0), 1);

/** Hue in turns, saturation and value, by the textbook's cases. */
function hsv([r, g, b]: Rgb): Rgb {
  const value = Math.max(r, g, b);
  const chroma = value - Math.min(r, g, b);
  if (chroma === 0) return [0, 0, value];
  let sixths = (r - g) / chroma + 4;
  if (value === r) sixths = (g - b) / chroma;
  else if (value === g) sixths = (b - r) / chroma + 2;
  return [(((sixths / 6) % 1) + 1) % 1, chroma / value, value];
}

function rgb([hue, saturation, value]: Rgb): Rgb {
  const sixths = (hue % 1) * 6;
  const part = sixths - Math.floor(sixths);
  const p = value * (1 - saturation);
  const q = value * (1 - saturation * part);
  const t = value * (1 - saturation * (1 - part));
  const cases: Rgb[] = [
    [value, t, p],
    [q, value, p],
    [p, value, t],
    [p, q, value],
    [t, p, value],
    [value, p, q],
  ];
  return cases[Math.floor(sixths) % 6] as Rgb;
}

describe("torchvision's operations", () => {
  test.for(fixture.operations.map((one) => [one.name, one.amount, one.expected] as const))(
    "%s by %d is torchvision's to 0.01 of a level",
    ([name, amount, expected]) => {
      const image = planesOf(picture(fixture.small));
      OPERATIONS[name]?.(image, amount);
      const { mean, worst } = levels(interleaved(image), floats(expected));
      expect(mean).toBeLessThan(0.01);
      expect(worst).toBeLessThan(0.01);
    },
  );

  test("normalize is torchvision's to the fixture's last digit", () => {
    const image = planesOf(picture(fixture.small));
    const { mean, std, expected } = fixture.normalized;
    normalize(image, mean as Rgb, std as Rgb);
    expect(levels(interleaved(image), floats(expected)).worst).toBeLessThan(0.02); // 8 / 65535 * 255 / 2
  });

  test("brightness, contrast and saturation by 1 and hue by 0 change nothing", () => {
    fc.assert(
      fc.property(anyPixels, (pixels) => {
        for (const name of ["brightness", "contrast", "saturation"]) {
          expectClose(
            applied((image) => OPERATIONS[name]?.(image, 1), pixels),
            pixels,
          );
        }
        expectClose(
          applied((image) => shiftHue(image, 0), pixels),
          pixels,
        );
      }),
      { seed: 0, numRuns: 50 },
    );
  });
});

describe("against literal loops", () => {
  const amount = fc.double({ min: 0, max: 2, noNaN: true });

  test("multiplyBrightness multiplies and addBrightness adds, then both clip", () => {
    fc.assert(
      fc.property(anyPixels, amount, (pixels, by) => {
        const scaled = pixels.map((pixel) => pixel.map((x) => clip(x * by)) as Rgb);
        const shifted = pixels.map((pixel) => pixel.map((x) => clip(x + by - 1)) as Rgb);
        expectClose(
          applied((image) => multiplyBrightness(image, by), pixels),
          scaled,
        );
        expectClose(
          applied((image) => addBrightness(image, by - 1), pixels),
          shifted,
        );
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  test("stretchContrast is around the mean luma, stretchChannelContrast around each channel's mean", () => {
    fc.assert(
      fc.property(anyPixels, amount, (pixels, by) => {
        const means = [0, 1, 2].map(
          (channel) =>
            pixels.reduce((sum, pixel) => sum + (pixel[channel] as number), 0) / pixels.length,
        ) as Rgb;
        const luma = 0.2989 * means[0] + 0.587 * means[1] + 0.114 * means[2];
        const around = (centre: (channel: number) => number) =>
          pixels.map(
            (pixel) =>
              pixel.map((x, c) => clip(centre(c) + by * (x - centre(c)))) as unknown as Rgb,
          );
        expectClose(
          applied((image) => stretchContrast(image, by), pixels),
          around(() => luma),
        );
        expectClose(
          applied((image) => stretchChannelContrast(image, by), pixels),
          around((c) => means[c] as number),
        );
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  test("scaleHsvSaturation scales S in HSV", () => {
    fc.assert(
      fc.property(anyPixels, amount, (pixels, by) => {
        const expected = pixels.map((pixel) => {
          const [hue, saturation, value] = hsv(pixel);
          return rgb([hue, clip(saturation * by), value]);
        });
        expectClose(
          applied((image) => scaleHsvSaturation(image, by), pixels),
          expected,
        );
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test("shiftHue turns H in HSV", () => {
    fc.assert(
      fc.property(anyPixels, fc.double({ min: -0.5, max: 0.5, noNaN: true }), (pixels, by) => {
        const expected = pixels.map((pixel) => {
          const [hue, saturation, value] = hsv(pixel);
          return rgb([hue + by + 1, saturation, value]);
        });
        expectClose(
          applied((image) => shiftHue(image, by), pixels),
          expected,
        );
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  test("hue by a third of the circle turns red to green, green to blue, blue to red", () => {
    const primaries: Rgb[] = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const [red, green, blue] = primaries as [Rgb, Rgb, Rgb];
    expectClose(
      applied((image) => shiftHue(image, 1 / 3), primaries),
      [green, blue, red],
    );
  });

  test("solarize inverts from the threshold on", () => {
    const received = applied((image) => solarize(image, 0.5), [[0.25, 0.5, 0.75]]);
    expectClose(received, [[0.25, 0.5, 0.25]]);
    expectClose(
      applied((image) => solarize(image, 0.5), [[0.499, 1, 0]]),
      [[0.499, 0, 0]],
    );
  });
});
