import type { Picture } from "@unlabeled/core";
import type { ByteOptions } from "./byte-options.ts";
import { checkAmount } from "./check-argument.ts";
import { destination } from "./destination.ts";

/**
 * A picture moved within its frame, mirrored where it leaves off: the crop at (padding + x,
 * padding + y) of the picture padded by reflection, whose border pixels are not repeated.
 *
 * @param offset - Whole pixels that the frame is moved to the right (x) and down (y), either sign, less
 *   than the sides.
 * @returns A picture of the same size.
 * @throws {RangeError} If an offset is not such an integer, `into` is the picture itself, or one is not
 *   whole.
 *
 * @see google-research/noisystudent, preprocessing.py, small_image_crop
 */
export function reflectedCrop(
  picture: Picture,
  { x, y }: { readonly x: number; readonly y: number },
  { into }: ByteOptions = {},
): Picture {
  const out = destination("reflectedCrop", picture, { into, inPlace: false });
  const { width, height, pixels } = picture;
  const sides = { x: [x, width], y: [y, height] } as const;
  for (const [name, [offset, side]] of Object.entries(sides)) {
    checkAmount(`reflectedCrop: offset.${name}`, offset, 1 - side, side - 1);
    if (!Number.isInteger(offset)) {
      throw new RangeError(`reflectedCrop: offset.${name} must be an integer; got ${offset}.`);
    }
  }
  for (let row = 0, i = 0; row < height; row++) {
    const from = reflected(row + y, height) * width;
    for (let column = 0; column < width; column++, i += 3) {
      const source = 3 * (from + reflected(column + x, width));
      out.pixels[i] = pixels[source] as number;
      out.pixels[i + 1] = pixels[source + 1] as number;
      out.pixels[i + 2] = pixels[source + 2] as number;
    }
  }
  return out;
}

function reflected(i: number, length: number): number {
  if (i < 0) return -i;
  return i < length ? i : 2 * (length - 1) - i;
}
