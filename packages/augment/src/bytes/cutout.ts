import type { Picture } from "@unlabeled/core";
import type { ByteOptions, Fill } from "./byte-options.ts";
import { checkAmount, fillColour } from "./check-argument.ts";
import { destination } from "./destination.ts";

/** Where a square of 2 * half pixels a side is centred: [x − half, x + half) by [y − half, y + half). */
export interface CutoutBox {
  readonly x: number;
  readonly y: number;
  /** Half a side, pixels, ≥ 0; or half the width and half the height. */
  readonly half: number | readonly [number, number];
}

export interface CutoutOptions extends ByteOptions {
  /** Default 0, that of Cutout's paper; the code of Noisy Student and AutoAugment: 128. */
  fill?: Fill | undefined;
}

/**
 * Covers a box, which may hang over the border, with one colour.
 *
 * @param box - Integers, pixels.
 * @returns A picture of the same size.
 * @throws {RangeError} If a value is not an integer or half is negative, or the picture or `into` is
 *   not whole.
 *
 * @see DeVries and Taylor, Improved Regularization of Convolutional Neural Networks with Cutout, 2017;
 *   google-research/noisystudent, randaugment.py
 */
export function cutout(
  picture: Picture,
  box: CutoutBox,
  { fill = 0, into }: CutoutOptions = {},
): Picture {
  const [halfWidth, halfHeight] = typeof box.half === "number" ? [box.half, box.half] : box.half;
  const named = {
    "box.x": box.x,
    "box.y": box.y,
    "box.half": halfWidth,
    "box.half[1]": halfHeight,
  };
  for (const [name, value] of Object.entries(named)) {
    checkAmount(`cutout: ${name}`, value, name.includes("half") ? 0 : undefined);
    if (!Number.isInteger(value)) {
      throw new RangeError(`cutout: ${name} must be an integer; got ${value}.`);
    }
  }
  const [red, green, blue] = fillColour("cutout", fill);
  const out = destination("cutout", picture, { into, inPlace: true });
  const { width, height, pixels } = picture;
  if (out.pixels !== pixels) out.pixels.set(pixels);
  const left = Math.max(box.x - halfWidth, 0);
  const right = Math.min(box.x + halfWidth, width);
  const bottom = Math.min(box.y + halfHeight, height);
  for (let y = Math.max(box.y - halfHeight, 0); y < bottom; y++) {
    for (let i = 3 * (y * width + left); i < 3 * (y * width + right); i += 3) {
      out.pixels[i] = red;
      out.pixels[i + 1] = green;
      out.pixels[i + 2] = blue;
    }
  }
  return out;
}
