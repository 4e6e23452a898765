import type { Picture } from "@unlabeled/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { autoContrast } from "./auto-contrast.ts";
import { brightness } from "./brightness.ts";
import type { ByteOptions } from "./byte-options.ts";
import { colour } from "./colour.ts";
import { contrast } from "./contrast.ts";
import { cutout } from "./cutout.ts";
import { equalize } from "./equalize.ts";
import { flip } from "./flip.ts";
import { invert } from "./invert.ts";
import { posterize } from "./posterize.ts";
import { reflectedCrop } from "./reflected-crop.ts";
import { rotate } from "./rotate.ts";
import { sharpness } from "./sharpness.ts";
import { shearX } from "./shear-x.ts";
import { shearY } from "./shear-y.ts";
import { solarize } from "./solarize.ts";
import { solarizeAdd } from "./solarize-add.ts";
import { translateX } from "./translate-x.ts";
import { translateY } from "./translate-y.ts";

type Operation = (picture: Picture, options: ByteOptions) => Picture;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  autoContrast,
  equalize,
  invert,
  flip,
  posterize: (picture, options) => posterize(picture, 3, options),
  solarize: (picture, options) => solarize(picture, 100, options),
  solarizeAdd: (picture, options) => solarizeAdd(picture, 40, options),
  colour: (picture, options) => colour(picture, 1.7, options),
  contrast: (picture, options) => contrast(picture, 1.7, options),
  brightness: (picture, options) => brightness(picture, 1.7, options),
  sharpness: (picture, options) => sharpness(picture, 1.7, options),
  rotate: (picture, options) => rotate(picture, 20, options),
  shearX: (picture, options) => shearX(picture, 0.2, options),
  shearY: (picture, options) => shearY(picture, 0.2, options),
  translateX: (picture, options) => translateX(picture, 2, options),
  translateY: (picture, options) => translateY(picture, 2, options),
  reflectedCrop: (picture, options) => reflectedCrop(picture, { x: 0, y: 0 }, options),
  cutout: (picture, options) => cutout(picture, { x: 1, y: 2, half: 2 }, options),
};

const side = fc.integer({ min: 1, max: 7 });
const pictures: fc.Arbitrary<Picture> = fc
  .tuple(side, side)
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((pixels) => ({ width, height, pixels })),
  );

const row = (...values: number[]): Picture => ({
  width: values.length,
  height: 1,
  pixels: Uint8Array.from(values.flatMap((value) => [value, value, value])),
});
const reds = ({ pixels }: Picture) => [...pixels].filter((_, i) => i % 3 === 0);

test.for(Object.entries(OPERATIONS))(
  "%s leaves the picture, and writes the same into a given one",
  ([, operation]) => {
    fc.assert(
      fc.property(pictures, (picture) => {
        const before = picture.pixels.slice();
        const made = operation(picture, {});
        expect(picture.pixels).toEqual(before);
        expect([made.width, made.height]).toEqual([picture.width, picture.height]);
        const into = { ...picture, pixels: new Uint8ClampedArray(before.length).fill(9) };
        expect(operation(picture, { into })).toBe(into);
        expect([...into.pixels]).toEqual([...made.pixels]);
      }),
      { seed: 0, numRuns: 60 },
    );
  },
);

describe("closed forms", () => {
  test("factors of 1, 8 bits, a threshold of 256, no turn and no move change nothing", () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        const { pixels } = picture;
        for (const definition of ["pillow", "tensorflow"] as const) {
          const options = { definition };
          for (const change of [colour, contrast, sharpness]) {
            expect(change(picture, 1, options).pixels).toEqual(pixels);
          }
          for (const warp of [rotate, shearX, shearY, translateX, translateY]) {
            expect(warp(picture, 0, options).pixels).toEqual(pixels);
          }
        }
        expect(brightness(picture, 1).pixels).toEqual(pixels);
        expect(posterize(picture, 8).pixels).toEqual(pixels);
        expect(solarize(picture, 256).pixels).toEqual(pixels);
        expect(solarizeAdd(picture, 0).pixels).toEqual(pixels);
        expect(flip(flip(picture)).pixels).toEqual(pixels);
        expect(invert(invert(picture)).pixels).toEqual(pixels);
        expect(invert(picture).pixels).toEqual(solarize(picture, 0).pixels);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test("autoContrast stretches from 0 to 255, truncated, and leaves a channel of one value", () => {
    expect(reds(autoContrast(row(0, 51, 85)))).toEqual([0, 153, 255]);
    expect(reds(autoContrast(row(100, 150, 200)))).toEqual([0, 127, 254]); // Pillow's, truncated
    expect(reds(autoContrast(row(77, 77)))).toEqual([77, 77]);
  });

  test("posterize keeps the highest bits; 0 leaves black", () => {
    expect(reds(posterize(row(0, 63, 64, 200, 255), 2))).toEqual([0, 0, 64, 192, 192]);
    expect(reds(posterize(row(0, 63, 64, 200, 255), 0))).toEqual([0, 0, 0, 0, 0]);
  });

  test("solarizeAdd adds below 128 only, and clips", () => {
    expect(reds(solarizeAdd(row(0, 100, 127, 128, 255), 110))).toEqual([110, 210, 237, 128, 255]);
    expect(reds(solarizeAdd(row(0, 100, 127, 128), -110))).toEqual([0, 0, 17, 128]);
  });

  test("the papers' contrast is around H * W / 256, whatever the picture shows", () => {
    const bright = { width: 16, height: 16, pixels: new Uint8Array(768).fill(200) };
    expect(contrast(bright, 0, { definition: "tensorflow" }).pixels[0]).toBe(1);
    expect(contrast(bright, 0).pixels[0]).toBe(200);
    const large = { width: 300, height: 300, pixels: new Uint8Array(270000) };
    expect(contrast(large, 0, { definition: "tensorflow" }).pixels[0]).toBe(255);
  });

  test("cutout covers [x - half, x + half), as far as it is in the picture", () => {
    const black = { width: 6, height: 5, pixels: new Uint8Array(90) };
    const covered = (x: number, y: number, half: number | readonly [number, number]) => {
      const { pixels } = cutout(black, { x, y, half }, { fill: [1, 2, 3] });
      return Array.from({ length: 5 }, (_, j) =>
        Array.from({ length: 6 }, (_, i) => pixels[3 * (6 * j + i)]).join(""),
      );
    };
    expect(covered(2, 2, 1)).toEqual(["000000", "011000", "011000", "000000", "000000"]);
    expect(covered(0, 4, 2)).toEqual(["000000", "000000", "110000", "110000", "110000"]);
    expect(covered(5, 0, [1, 2])).toEqual(["000011", "000011", "000000", "000000", "000000"]);
    expect(covered(3, 3, 0)).toEqual(Array(5).fill("000000"));
    expect([
      ...cutout(black, { x: 0, y: 0, half: 1 }, { fill: [1, 2, 3] }).pixels.slice(0, 4),
    ]).toEqual([1, 2, 3, 0]);
  });

  test("translateX moves right, translateY down, rotate counter-clockwise", () => {
    expect(reds(translateX(row(1, 2, 3), 1, { fill: 9 }))).toEqual([9, 1, 2]);
    expect(reds(translateX(row(1, 2, 3), -2, { fill: 9 }))).toEqual([3, 9, 9]);
    const column = { ...row(1, 2, 3), width: 1, height: 3 };
    expect(reds(translateY(column, 1, { fill: 9 }))).toEqual([9, 1, 2]);
    const square = { ...row(1, 2, 3, 4), width: 2, height: 2 };
    for (const definition of ["pillow", "tensorflow"] as const) {
      expect(reds(rotate(square, 90, { definition }))).toEqual([2, 4, 1, 3]);
    }
  });

  test("reflectedCrop mirrors around the border pixels", () => {
    expect(reds(reflectedCrop(row(1, 2, 3, 4), { x: -2, y: 0 }))).toEqual([3, 2, 1, 2]);
    expect(reds(reflectedCrop(row(1, 2, 3, 4), { x: 3, y: 0 }))).toEqual([4, 3, 2, 1]);
  });
});

test("names what is wrong", () => {
  const picture = row(1, 2, 3);
  expect(() => invert({ ...picture, width: 2 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: invert: picture.pixels must have 2 * 1 * 3 = 6 bytes; got 9. A picture is interleaved red, green and blue, without alpha.]`,
  );
  expect(() => invert({ ...picture, height: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: invert: picture.height must be a positive integer; got 0.]`,
  );
  expect(() => equalize(picture, { into: row(1) })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: equalize: into must be 3 x 1 pixels, as the picture; got 1 x 1.]`,
  );
  expect(() => rotate(picture, 1, { into: picture })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: rotate: into must not be the picture itself; pixels are read after others are written.]`,
  );
  expect(() => rotate(picture, Number.NaN)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: rotate: degrees must be a finite number; got NaN.]`,
  );
  expect(() => colour(picture, -1)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: colour: factor must be a finite number in [0, ∞); got -1.]`,
  );
  expect(() => posterize(picture, 2.5)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: posterize: bits must be an integer in [0, 8]; got 2.5.]`,
  );
  expect(() => posterize(picture, 9)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: posterize: bits must be a finite number in [0, 8]; got 9.]`,
  );
  expect(() => solarizeAdd(picture, 0.5)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: solarizeAdd: addition must be an integer; got 0.5.]`,
  );
  expect(() => cutout(picture, { x: 0, y: 0, half: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: cutout: box.half must be a finite number in [0, ∞); got -1.]`,
  );
  expect(() => cutout(picture, { x: 0.5, y: 0, half: 1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: cutout: box.x must be an integer; got 0.5.]`,
  );
  expect(() => shearX(picture, 0.1, { fill: 300 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: shearX: fill must be an integer in [0, 255] or three; got 300.]`,
  );
  expect(() => reflectedCrop(picture, { x: 3, y: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: reflectedCrop: offset.x must be a finite number in [-2, 2]; got 3.]`,
  );
  const blurred = { definition: "tensorflow", interpolation: "bilinear" } as const;
  expect(() => shearY(picture, 0.1, blurred)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: shearY: interpolation must be "nearest", or "bilinear" with the definition "pillow"; got "bilinear" with "tensorflow".]`,
  );
});
