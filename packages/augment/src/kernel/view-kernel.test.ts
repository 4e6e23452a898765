import type { Picture } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { fixture, levels, picture } from "../../fixtures/torchvision.ts";
import { interleave } from "../reference/interleave.ts";
import { planes } from "../reference/planes.ts";
import { resizedCrop } from "../reference/resized-crop.ts";
import { NO_CHANGES, type ViewCrop, ViewKernel } from "./view-kernel.ts";

const photo = picture(fixture.photo);

/** Shades that change slowly, with some noise: no colour saturates. */
function shades(width: number, height: number): Picture {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return 124 + 90 * Math.sin(0.02 * x + 0.013 * y + (i % 3)) + ((i * 7919) % 31);
  });
  return { width, height, pixels };
}

type Size = { height: number; width: number };

function rendered(of: Picture, size: Size, crop: ViewCrop, kernel = new ViewKernel(size)) {
  const into = new Float32Array(size.height * size.width * 3).fill(Number.NaN);
  kernel.render(of, crop, NO_CHANGES, into);
  return into;
}

function wanted(of: Picture, size: Size, { crop, ...options }: ViewCrop): Float32Array {
  const image = planes(size.height, size.width);
  resizedCrop(image)(of, crop, options);
  const into = new Float32Array(size.height * size.width * 3);
  interleave(image, into);
  return into;
}

const whole = ({ width, height }: Picture) => ({ left: 0, top: 0, width, height });

describe("ViewKernel", () => {
  // In memory that must grow between pictures, and in several bands: a row of the widest is 90 kB, and a view's row made of 30 to 1,000.
  test.for([
    ["much smaller", shades(2500, 1700), { height: 40, width: 31 }],
    ["a very wide picture", shades(30000, 40), { height: 20, width: 50 }],
    ["a very high picture", shades(40, 30000), { height: 16, width: 7 }],
    ["much larger", shades(5, 3), { height: 200, width: 317 }],
    ["one pixel", shades(1, 1), { height: 3, width: 5 }],
    ["to one pixel", shades(300, 200), { height: 1, width: 1 }],
    ["a view of many bands", shades(400, 300), { height: 300, width: 700 }],
  ] as const)("resizes as the definition does: %s", ([, of, size]) => {
    for (const interpolation of ["bilinear", "bicubic"] as const) {
      for (const flip of [false, true]) {
        const crop = { crop: whole(of), interpolation, flip };
        const { mean, worst } = levels(rendered(of, size, crop), wanted(of, size, crop));
        expect(mean).toBeLessThan(0.01);
        expect(worst).toBeLessThan(0.06);
      }
    }
  });

  test("makes the same of a picture before and after its memory has grown", () => {
    const size = { height: 33, width: 21 };
    const kernel = new ViewKernel(size);
    const crop = (of: Picture) =>
      ({ crop: whole(of), interpolation: "bicubic", flip: true }) as const;
    const before = rendered(photo, size, crop(photo), kernel);
    const large = shades(3000, 2000);
    const grown = rendered(large, size, crop(large), kernel);
    expect(rendered(photo, size, crop(photo), kernel)).toEqual(before);
    expect(rendered(large, size, crop(large), kernel)).toEqual(grown);
  });

  test("shows a window of the resized crop", () => {
    const size = { height: 20, width: 24 };
    const of = shades(90, 70);
    const crop: ViewCrop = {
      crop: { left: 5, top: 3, width: 80, height: 60 },
      interpolation: "bilinear",
      flip: false,
      resized: { height: 45, width: 60 },
      window: { top: 11, left: 30 },
    };
    expect(levels(rendered(of, size, crop), wanted(of, size, crop)).worst).toBeLessThan(0.05);
  });

  test("gives white as white and black as black, however many weights there are", () => {
    for (const value of [0, 255]) {
      const of = { width: 997, height: 613, pixels: new Uint8Array(997 * 613 * 3).fill(value) };
      const crop = { crop: whole(of), interpolation: "bicubic", flip: false } as const;
      for (const x of rendered(of, { height: 9, width: 10 }, crop)) {
        expect(Math.abs(x - value / 255)).toBeLessThan(1e-6);
      }
    }
  });
});
