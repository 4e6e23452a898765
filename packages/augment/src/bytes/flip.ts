import type { Picture } from "@unlabeled/core";
import type { ByteOptions } from "./byte-options.ts";
import { destination } from "./destination.ts";

/**
 * The mirror image, left to right.
 *
 * @returns A picture of the same size.
 * @throws {RangeError} If `into` is the picture itself, or one is not whole.
 */
export function flip(picture: Picture, { into }: ByteOptions = {}): Picture {
  const out = destination("flip", picture, { into, inPlace: false });
  const { width, height, pixels } = picture;
  for (let y = 0; y < height; y++) {
    let from = 3 * (y + 1) * width - 3;
    for (let i = 3 * y * width; i < 3 * (y + 1) * width; i += 3, from -= 3) {
      out.pixels[i] = pixels[from] as number;
      out.pixels[i + 1] = pixels[from + 1] as number;
      out.pixels[i + 2] = pixels[from + 2] as number;
    }
  }
  return out;
}
