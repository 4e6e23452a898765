import type { Picture } from "@unlabeled/core";
import type { ByteOptions } from "./byte-options.ts";
import { destination } from "./destination.ts";
import { lookUp, table } from "./tables.ts";

const INVERTED = table((value) => 255 - value);

/**
 * The negative: 255 minus each value.
 *
 * @returns A picture of the same size.
 * @throws {RangeError} If the picture or `into` has not the length that its sides say.
 *
 * @see Pillow, ImageOps.invert
 */
export function invert(picture: Picture, { into }: ByteOptions = {}): Picture {
  const out = destination("invert", picture, { into, inPlace: true });
  return lookUp(picture, [INVERTED, INVERTED, INVERTED], out);
}
