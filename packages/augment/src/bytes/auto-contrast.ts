import type { Picture } from "@unlabeled/core";
import type { DefinedByteOptions } from "./byte-options.ts";
import { destination } from "./destination.ts";
import { histograms, lookUp, type Tables, table } from "./tables.ts";

/**
 * Stretches each channel so that its lowest value becomes 0 and its highest 255; a channel of one
 * value stays. Truncates, so that the highest may end at 254, as Pillow's.
 *
 * The definitions differ by at most 1, where float32 ("tensorflow") rounds to another whole number.
 *
 * @returns A picture of the same size.
 * @throws {RangeError} If the picture or `into` has not the length that its sides say.
 *
 * @see Pillow, ImageOps.autocontrast(cutoff=0); google-research/noisystudent, randaugment.py
 */
export function autoContrast(
  picture: Picture,
  { definition = "pillow", into }: DefinedByteOptions = {},
): Picture {
  const out = destination("autoContrast", picture, { into, inPlace: true });
  const rounded = definition === "pillow" ? (x: number) => x : Math.fround;
  const tables = histograms(picture).map((counts) => {
    const low = counts.findIndex((count) => count > 0);
    const high = counts.findLastIndex((count) => count > 0);
    if (high <= low) return table((value) => value);
    const scale = rounded(255 / (high - low));
    const offset = rounded(-low * scale);
    return table((value) =>
      Math.min(Math.max(Math.trunc(rounded(rounded(value * scale) + offset)), 0), 255),
    );
  });
  return lookUp(picture, tables as unknown as Tables, out);
}
