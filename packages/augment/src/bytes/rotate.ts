import type { Picture } from "@unlabeled/core";
import { rotationMap } from "./affine-map.ts";
import type { WarpOptions } from "./byte-options.ts";
import { checkAmount } from "./check-argument.ts";
import { warp } from "./warp.ts";

/**
 * Turns a picture around its centre, in its own frame.
 *
 * Both definitions turn around the same point, and agree but where a place lies between two pixels to
 * within rounding: Pillow computes in 16.16 fixed point, TensorFlow in float32.
 *
 * @param degrees - Counter-clockwise.
 * @returns A picture of the same size.
 * @throws {RangeError} If an argument is outside its range, `into` is the picture itself, or one is
 *   not whole.
 *
 * @see Pillow, Image.rotate(expand=False); tf.contrib.image.rotate
 */
export function rotate(picture: Picture, degrees: number, options: WarpOptions = {}): Picture {
  checkAmount("rotate: degrees", degrees);
  const map = rotationMap(degrees, picture, options.definition ?? "pillow");
  return warp("rotate", picture, { map, options });
}
