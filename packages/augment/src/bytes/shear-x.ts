import type { Picture } from "@unlabeled/core";
import { shearMap } from "./affine-map.ts";
import type { WarpOptions } from "./byte-options.ts";
import { checkAmount } from "./check-argument.ts";
import { warp } from "./warp.ts";

/**
 * Slides rows along x, those of larger y further: a pixel (x, y) comes from x + level * y.
 *
 * The corner (0, 0) stays: with "pillow" it is the corner of the first pixel, with "tensorflow" its
 * middle, so the two differ by a shift of level / 2 pixels.
 *
 * @param level - Pixels a pixel, either sign.
 * @returns A picture of the same size.
 * @throws {RangeError} If an argument is outside its range, `into` is the picture itself, or one is
 *   not whole.
 *
 * @see torchvision, AutoAugment and RandAugment (affine, centre [0, 0]); tf.contrib.image.transform
 */
export function shearX(picture: Picture, level: number, options: WarpOptions = {}): Picture {
  checkAmount("shearX: level", level);
  const map = shearMap("x", level, options.definition ?? "pillow");
  return warp("shearX", picture, { map, options });
}
