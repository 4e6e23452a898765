import type { Picture } from "@unlabeled/core";
import type { ByteOptions } from "./byte-options.ts";
import { checkAmount } from "./check-argument.ts";
import { destination } from "./destination.ts";
import { lookUp, table } from "./tables.ts";

/**
 * Inverts the values from a threshold on: 0 inverts all, 256 and more none.
 *
 * @param threshold - Any number ≥ 0, in 8-bit levels.
 * @returns A picture of the same size.
 * @throws {RangeError} If the threshold is negative, or the picture or `into` is not whole.
 *
 * @see Pillow, ImageOps.solarize
 */
export function solarize(picture: Picture, threshold: number, { into }: ByteOptions = {}): Picture {
  checkAmount("solarize: threshold", threshold, 0);
  const out = destination("solarize", picture, { into, inPlace: true });
  const solarized = table((value) => (value < threshold ? value : 255 - value));
  return lookUp(picture, [solarized, solarized, solarized], out);
}
