import type { Picture } from "@unlabeled/core";
import { blend } from "./blend.ts";
import type { ByteOptions } from "./byte-options.ts";
import { checkAmount } from "./check-argument.ts";
import { destination } from "./destination.ts";
import { lookUp, table } from "./tables.ts";

/**
 * Multiplies all values and clips: 0 is black, 1 the picture itself. Both definitions agree.
 *
 * @param factor - Any number ≥ 0.
 * @returns A picture of the same size.
 * @throws {RangeError} If the factor is negative, or the picture or `into` is not whole.
 *
 * @see Pillow, ImageEnhance.Brightness
 */
export function brightness(picture: Picture, factor: number, { into }: ByteOptions = {}): Picture {
  checkAmount("brightness: factor", factor, 0);
  const out = destination("brightness", picture, { into, inPlace: true });
  const scaled = table((value) => blend(0, value, factor));
  return lookUp(picture, [scaled, scaled, scaled], out);
}
