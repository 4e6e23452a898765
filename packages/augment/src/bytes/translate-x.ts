import type { Picture } from "@unlabeled/core";
import { translationMap } from "./affine-map.ts";
import type { WarpOptions } from "./byte-options.ts";
import { checkAmount } from "./check-argument.ts";
import { warp } from "./warp.ts";

/**
 * Moves a picture right within its frame.
 *
 * @param pixels - To the right; negative: to the left. torchvision's sign; TranslateX and Y of the papers' code
 *   have the other.
 * @returns A picture of the same size.
 * @throws {RangeError} If an argument is outside its range, `into` is the picture itself, or one is
 *   not whole.
 *
 * @see Pillow, Image.transform; tf.contrib.image.translate
 */
export function translateX(picture: Picture, pixels: number, options: WarpOptions = {}): Picture {
  checkAmount("translateX: pixels", pixels);
  return warp("translateX", picture, { map: translationMap("x", pixels), options });
}
