import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crop, fixture, floats, levels, picture } from "../../fixtures/torchvision.ts";
import type { Interpolation } from "../recipes/view-recipe.ts";
import { interleave } from "./interleave.ts";
import { planes } from "./planes.ts";
import { type ResizedCropOptions, resizedCrop } from "./resized-crop.ts";

type Box = readonly number[];

function resized(
  source: ReturnType<typeof picture>,
  box: Box,
  view: { height: number; width: number },
  options: ResizedCropOptions,
): Float32Array {
  const image = planes(view.height, view.width);
  resizedCrop(image)(source, crop(box), options);
  const into = new Float32Array(view.height * view.width * 3);
  interleave(image, into);
  return into;
}

/** Every input pixel of the crop, weighted by the kernel at its distance from the output's centre. */
function literal(
  { width, pixels }: ReturnType<typeof picture>,
  [left = 0, top = 0, w = 0, h = 0]: Box,
  view: { height: number; width: number },
  interpolation: Interpolation,
): Float32Array {
  const kernel = (d: number) => {
    const x = Math.abs(d);
    if (interpolation === "bilinear") return x < 1 ? 1 - x : 0;
    if (x < 1) return 1.5 * x ** 3 - 2.5 * x ** 2 + 1;
    return x < 2 ? -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2 : 0;
  };
  const weights = (inputs: number, outputs: number, at: number) => {
    const scale = inputs / outputs;
    const all = Array.from({ length: inputs }, (_, i) =>
      kernel((i + 0.5 - (at + 0.5) * scale) / Math.max(scale, 1)),
    );
    const sum = all.reduce((a, b) => a + b, 0);
    return all.map((x) => x / sum);
  };
  return Float32Array.from({ length: view.height * view.width * 3 }, (_, i) => {
    const channel = i % 3;
    const x = Math.floor(i / 3) % view.width;
    const y = Math.floor(i / 3 / view.width);
    let sum = 0;
    for (const [dy, wy] of weights(h, view.height, y).entries()) {
      for (const [dx, wx] of weights(w, view.width, x).entries()) {
        sum += wy * wx * (pixels[((top + dy) * width + left + dx) * 3 + channel] as number);
      }
    }
    return Math.min(Math.max(sum / 255, 0), 1);
  });
}

describe("resizedCrop", () => {
  test.for(
    fixture.crops.map((one) => [one.crop, one.size, one.interpolation, one.flip, one] as const),
  )(
    "of %j to %d px, %s, flipped %s, is torchvision's to 0.02 of a level",
    ([box, size, interpolation, flip, one]) => {
      const view = { height: size, width: size };
      const received = resized(picture(fixture.photo), box, view, {
        interpolation: interpolation as Interpolation,
        flip,
      });
      expect(levels(received, floats(one.expected)).worst).toBeLessThan(0.02);
    },
  );

  test("is the literal sum for any sizes", () => {
    const side = fc.integer({ min: 1, max: 9 });
    const mode = fc.constantFrom<Interpolation>("bilinear", "bicubic");
    fc.assert(
      fc.property(side, side, side, side, mode, (height, width, h, w, interpolation) => {
        const source = picture(fixture.small);
        const box = [3, 5, w, h];
        const view = { height, width };
        const received = resized(source, box, view, { interpolation, flip: false });
        const { worst } = levels(received, literal(source, box, view, interpolation));
        expect(worst).toBeLessThan(0.001);
      }),
      { seed: 0, numRuns: 100 },
    );
  });

  test("of a crop at its own size, bilinear, is the crop", () => {
    const source = picture(fixture.small);
    const view = { height: 4, width: 5 };
    const received = resized(source, [2, 3, 5, 4], view, {
      interpolation: "bilinear",
      flip: false,
    });
    for (let y = 0; y < 4; y++) {
      for (let i = 0; i < 15; i++) {
        const byte = source.pixels[((y + 3) * source.width + 2) * 3 + i] as number;
        expect(received[y * 15 + i]).toBeCloseTo(byte / 255, 6);
      }
    }
  });

  test("flipped is mirrored left to right, bit for bit", () => {
    const source = picture(fixture.photo);
    const view = { height: 6, width: 7 };
    const interpolation = "bicubic";
    const plain = resized(source, [1, 2, 30, 31], view, { interpolation, flip: false });
    const flipped = resized(source, [1, 2, 30, 31], view, { interpolation, flip: true });
    const mirrored = plain.map((_, i) => {
      const [y, x, channel] = [Math.floor(i / 21), Math.floor(i / 3) % 7, i % 3];
      return plain[(y * 7 + 6 - x) * 3 + channel] as number;
    });
    expect(levels(flipped, mirrored).worst).toBe(0);
  });
});
