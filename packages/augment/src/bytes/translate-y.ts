import type { Picture } from "@unlabeled/core";
import { translationMap } from "./affine-map.ts";
import type { WarpOptions } from "./byte-options.ts";
import { checkAmount } from "./check-argument.ts";
import { warp } from "./warp.ts";

/**
 * Moves a picture down within its frame.
 *
 * @param pixels - Downwards; negative: upwards. torchvision's sign; TranslateX and Y of the papers' code
 *   have the other.
 * @returns A picture of the same size.
 * @throws {RangeError} If an argument is outside its range, `into` is the picture itself, or one is
 *   not whole.
 *
 * @see Pillow, Image.transform; tf.contrib.image.translate
 */
export function translateY(picture: Picture, pixels: number, options: WarpOptions = {}): Picture {
  checkAmount("translateY: pixels", pixels);
  return warp("translateY", picture, { map: translationMap("y", pixels), options });
}
