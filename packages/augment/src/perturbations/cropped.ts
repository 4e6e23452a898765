import type { Picture } from "@unlabeled/core";
import type { Crop } from "../crops/crop.ts";
import { roundedToEven } from "../policies/rounded-to-even.ts";
import type { PerturbedScene } from "./perturbation.ts";

/** The pixels of a part of a picture, new ones. */
export function cropped(picture: Picture, { left, top, width, height }: Crop): Uint8Array {
  const out = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++) {
    const from = 3 * ((top + y) * picture.width + left);
    out.set(picture.pixels.subarray(from, from + 3 * width), 3 * width * y);
  }
  return out;
}

/** The square in the middle, where torchvision's `center_crop` has it. */
export function middleSquare({ width, height }: Picture, size: number): Crop {
  const [left, top] = [roundedToEven((width - size) / 2), roundedToEven((height - size) / 2)];
  return { left, top, width: size, height: size };
}

/** What a scene shows when it is not perturbed. */
export function shownPart({
  whole,
  crop,
}: PerturbedScene): Picture & { readonly pixels: Uint8Array } {
  return { width: crop.width, height: crop.height, pixels: cropped(whole, crop) };
}
