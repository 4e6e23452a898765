import type { Picture } from "@unlabeled/core";
import { blend } from "./blend.ts";
import type { DefinedByteOptions } from "./byte-options.ts";
import { checkAmount } from "./check-argument.ts";
import { destination } from "./destination.ts";
import { LUMA } from "./luma.ts";
import { lookUp, table } from "./tables.ts";

/**
 * Moves all values away from one grey (factor > 1) or towards it (< 1): 1 is the picture itself.
 *
 * The grey is the mean luma with "pillow". With "tensorflow" it is min(H * W / 256, 255): the papers'
 * code sums a histogram where it means to average, so the grey depends on the size alone (224 x 224:
 * 196; from 256 x 255 on: white).
 *
 * @param factor - Any number ≥ 0.
 * @returns A picture of the same size.
 * @throws {RangeError} If the factor is negative, or the picture or `into` is not whole.
 *
 * @see Pillow, ImageEnhance.Contrast; google-research/noisystudent, randaugment.py
 */
export function contrast(
  picture: Picture,
  factor: number,
  { definition = "pillow", into }: DefinedByteOptions = {},
): Picture {
  checkAmount("contrast: factor", factor, 0);
  const out = destination("contrast", picture, { into, inPlace: true });
  const pixels = picture.width * picture.height;
  const grey =
    definition === "pillow"
      ? Math.trunc(meanLuma(picture) + 0.5)
      : Math.trunc(Math.min(pixels / 256, 255));
  const stretched = table((value) => blend(grey, value, factor));
  return lookUp(picture, [stretched, stretched, stretched], out);
}

/** Of the rounded lumas, as Pillow. */
function meanLuma({ width, height, pixels }: Picture): number {
  const luma = LUMA.pillow;
  let sum = 0;
  for (let i = 0; i < pixels.length; i += 3) {
    sum += luma(pixels[i] as number, pixels[i + 1] as number, pixels[i + 2] as number);
  }
  return sum / (width * height);
}
