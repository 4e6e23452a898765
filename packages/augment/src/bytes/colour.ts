import type { Picture } from "@unlabeled/core";
import { blender } from "./blend.ts";
import type { DefinedByteOptions } from "./byte-options.ts";
import { checkAmount } from "./check-argument.ts";
import { destination } from "./destination.ts";
import { LUMA } from "./luma.ts";

/**
 * Moves each pixel away from its luma (factor > 1) or towards it (< 1): 0 is grey, 1 the picture
 * itself. The definitions round luma differently (`LUMA`).
 *
 * @param factor - Any number ≥ 0.
 * @returns A picture of the same size.
 * @throws {RangeError} If the factor is negative, or the picture or `into` is not whole.
 *
 * @see Pillow, ImageEnhance.Color; google-research/noisystudent, randaugment.py
 */
export function colour(
  picture: Picture,
  factor: number,
  { definition = "pillow", into }: DefinedByteOptions = {},
): Picture {
  checkAmount("colour: factor", factor, 0);
  const out = destination("colour", picture, { into, inPlace: true });
  const luma = LUMA[definition];
  const blend = blender(factor);
  const { pixels } = picture;
  for (let i = 0; i < pixels.length; i += 3) {
    const red = pixels[i] as number;
    const green = pixels[i + 1] as number;
    const blue = pixels[i + 2] as number;
    const grey = luma(red, green, blue);
    out.pixels[i] = blend(grey, red);
    out.pixels[i + 1] = blend(grey, green);
    out.pixels[i + 2] = blend(grey, blue);
  }
  return out;
}
