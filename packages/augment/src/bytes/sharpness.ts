import type { Picture } from "@unlabeled/core";
import { blender } from "./blend.ts";
import type { DefinedByteOptions } from "./byte-options.ts";
import { checkAmount } from "./check-argument.ts";
import { destination } from "./destination.ts";

/**
 * Moves each value away from a smoothed one (factor > 1) or towards it (< 1): 1 is the picture itself.
 * Smoothed by [[1, 1, 1], [1, 5, 1], [1, 1, 1]] / 13; the border of one pixel stays.
 *
 * "pillow" rounds the smoothed value, "tensorflow" truncates it: where the kernel's sum is a multiple
 * of 13, TensorFlow's float32 may land below the whole number and be one lower; here it is exact.
 *
 * @param factor - Any number ≥ 0.
 * @returns A picture of the same size; one of fewer than 3 pixels a side is copied.
 * @throws {RangeError} If the factor is negative, `into` is the picture itself, or one is not whole.
 *
 * @see Pillow, ImageEnhance.Sharpness and ImageFilter.SMOOTH; google-research/noisystudent,
 *   randaugment.py
 */
export function sharpness(
  picture: Picture,
  factor: number,
  { definition = "pillow", into }: DefinedByteOptions = {},
): Picture {
  checkAmount("sharpness: factor", factor, 0);
  const out = destination("sharpness", picture, { into, inPlace: false });
  const { width, height, pixels } = picture;
  out.pixels.set(pixels);
  const blend = blender(factor);
  const half = definition === "pillow" ? 6 : 0; // of 13: no sum lies halfway between two multiples
  const stride = 3 * width;
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * stride + 3; i < (y + 1) * stride - 3; i++) {
      const value = pixels[i] as number;
      const sum = 4 * value + box(pixels, i - stride) + box(pixels, i) + box(pixels, i + stride);
      out.pixels[i] = blend(Math.trunc((sum + half) / 13), value);
    }
  }
  return out;
}

/** A value and its neighbours to the left and right. */
function box(pixels: Picture["pixels"], i: number): number {
  return (pixels[i - 3] as number) + (pixels[i] as number) + (pixels[i + 3] as number);
}
