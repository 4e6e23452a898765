import type { Picture } from "@unlabeled/core";
import type { ByteOptions } from "./byte-options.ts";
import { destination } from "./destination.ts";
import { histograms, lookUp, type Tables, table } from "./tables.ts";

/**
 * Spreads the values of each channel so that they are about equally frequent. A channel that has too
 * few pixels apart from those of its highest value (fewer than 255) stays. Both definitions agree.
 *
 * @returns A picture of the same size.
 * @throws {RangeError} If the picture or `into` has not the length that its sides say.
 *
 * @see Pillow, ImageOps.equalize; google-research/noisystudent, randaugment.py
 */
export function equalize(picture: Picture, { into }: ByteOptions = {}): Picture {
  const out = destination("equalize", picture, { into, inPlace: true });
  const pixels = picture.width * picture.height;
  const tables = histograms(picture).map((counts) => {
    const highest = counts.findLast((count) => count > 0) as number;
    const step = Math.floor((pixels - highest) / 255);
    if (step === 0) return table((value) => value);
    let sum = Math.floor(step / 2);
    return table((value) => {
      const level = Math.min(Math.floor(sum / step), 255);
      sum += counts[value] as number;
      return level;
    });
  });
  return lookUp(picture, tables as unknown as Tables, out);
}
