import type { Picture } from "@unlabeled/core";
import type { ByteOptions } from "./byte-options.ts";
import { checkAmount } from "./check-argument.ts";
import { destination } from "./destination.ts";
import { lookUp, table } from "./tables.ts";

/**
 * Adds to the values below 128 and clips; the others stay.
 *
 * @param addition - An integer, in 8-bit levels.
 * @returns A picture of the same size.
 * @throws {RangeError} If the addition is not an integer, or the picture or `into` is not whole.
 *
 * @see google-research/noisystudent, randaugment.py, solarize_add
 */
export function solarizeAdd(
  picture: Picture,
  addition: number,
  { into }: ByteOptions = {},
): Picture {
  checkAmount("solarizeAdd: addition", addition);
  if (!Number.isInteger(addition)) {
    throw new RangeError(`solarizeAdd: addition must be an integer; got ${addition}.`);
  }
  const out = destination("solarizeAdd", picture, { into, inPlace: true });
  const added = table((value) =>
    value < 128 ? Math.min(Math.max(value + addition, 0), 255) : value,
  );
  return lookUp(picture, [added, added, added], out);
}
