import type { Picture } from "@unlabeled/core";
import type { Crop } from "../crops/crop.ts";
import type { Interpolation } from "../recipes/view-recipe.ts";
import { clamp } from "./clamp.ts";
import type { Planes } from "./planes.ts";
import { axisWeights, fillWeights } from "./resize-weights.ts";

export interface ResizedCropOptions {
  readonly interpolation: Interpolation;
  /** Mirror left and right: costs nothing, the weights are laid down in reverse. */
  readonly flip: boolean;
  /** The size that the crop is brought to. Default: the planes' own. */
  readonly resized?: { readonly height: number; readonly width: number };
  /** Where the planes' window begins in the resized crop. Default: its first row and column. */
  readonly window?: { readonly top: number; readonly left: number };
}

/**
 * A resized crop into planes of one size, which owns its scratch memory: torchvision v2's
 * `resized_crop(to_dtype(picture, float32, scale=True), antialias=True)`.
 *
 * Works on floats from the bytes on; bicubic's overshoot is clipped to [0, 1], as BYOL does.
 *
 * @returns Overwrites the planes with the crop of a picture, values in [0, 1].
 */
export function resizedCrop(
  image: Planes,
): (picture: Picture, crop: Crop, options: ResizedCropOptions) => void {
  const { height, width, red, green, blue } = image;
  const vertical = axisWeights(height);
  const horizontal = axisWeights(width);
  let row = new Float64Array(0); // one output row of the crop, interleaved, not yet resized across

  /** Two taps a pass: half the traffic through `row`. */
  const blendRows = (
    pixels: Picture["pixels"],
    { y, from, length, stride }: { y: number; from: number; length: number; stride: number },
  ): void => {
    const { taps, weights } = vertical;
    const sums = row; // a local: the loops are the package's hottest
    sums.fill(0, 0, length);
    for (let k = 0; k < taps; k += 2) {
      const paired = k + 1 < taps;
      const w0 = weights[y * taps + k] as number;
      const w1 = paired ? (weights[y * taps + k + 1] as number) : 0;
      const a = from + k * stride;
      const b = paired ? a + stride : a;
      for (let x = 0; x < length; x++) {
        const sum = w0 * (pixels[a + x] as number) + w1 * (pixels[b + x] as number);
        sums[x] = (sums[x] as number) + sum;
      }
    }
  };

  const blendColumns = (y: number): void => {
    const { taps, weights, starts } = horizontal;
    const source = row;
    for (let x = 0, w = 0; x < width; x++) {
      let at = 3 * (starts[x] as number);
      let r = 0;
      let g = 0;
      let b = 0;
      for (let k = 0; k < taps; k++, w++, at += 3) {
        const weight = weights[w] as number;
        r += weight * (source[at] as number);
        g += weight * (source[at + 1] as number);
        b += weight * (source[at + 2] as number);
      }
      red[y * width + x] = clamp(r);
      green[y * width + x] = clamp(g);
      blue[y * width + x] = clamp(b);
    }
  };

  return (picture, crop, { interpolation, flip, resized = image, window = TOP_LEFT }) => {
    const down = { length: crop.height, resized: resized.height, first: window.top };
    const across = { length: crop.width, resized: resized.width, first: window.left };
    fillWeights(vertical, down, { interpolation, reversed: false, gain: LEVEL });
    fillWeights(horizontal, across, { interpolation, reversed: flip, gain: 1 });
    const length = 3 * crop.width;
    const stride = 3 * picture.width;
    if (row.length < length) row = new Float64Array(length);
    for (let y = 0; y < height; y++) {
      const top = crop.top + (vertical.starts[y] as number);
      const from = top * stride + 3 * crop.left;
      blendRows(picture.pixels, { y, from, length, stride });
      blendColumns(y);
    }
  };
}

const LEVEL = 1 / 255;
const TOP_LEFT = { top: 0, left: 0 };
