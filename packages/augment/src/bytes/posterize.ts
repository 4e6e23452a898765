import type { Picture } from "@unlabeled/core";
import type { ByteOptions } from "./byte-options.ts";
import { checkAmount } from "./check-argument.ts";
import { destination } from "./destination.ts";
import { lookUp, table } from "./tables.ts";

/**
 * Keeps the highest bits of each value: 8 changes nothing, 0 leaves black.
 *
 * @param bits - How many, an integer in [0, 8]. Noisy Student's code computes 10 at its magnitude 27, a
 *   shift by −2 bits, whose result TensorFlow leaves open (on a CPU its shifts stop at 7 bits, so that
 *   there and at 0 the highest bit stays): policies here clip to [0, 8].
 * @returns A picture of the same size.
 * @throws {RangeError} If a value is outside its range, or the picture or `into` is not whole.
 *
 * @see Pillow, ImageOps.posterize
 */
export function posterize(picture: Picture, bits: number, { into }: ByteOptions = {}): Picture {
  checkAmount("posterize: bits", bits, 0, 8);
  if (!Number.isInteger(bits)) {
    throw new RangeError(`posterize: bits must be an integer in [0, 8]; got ${bits}.`);
  }
  const out = destination("posterize", picture, { into, inPlace: true });
  const kept = (0xff00 >> bits) & 0xff;
  const masked = table((value) => value & kept);
  return lookUp(picture, [masked, masked, masked], out);
}
