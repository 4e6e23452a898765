import type { Planes } from "./planes.ts";

// ITU-R BT.601 luma, rounded as torchvision and BYOL have it
export const RED_WEIGHT = 0.2989;
export const GREEN_WEIGHT = 0.587;
export const BLUE_WEIGHT = 0.114;

/** Replaces all three channels by the luma, in place: torchvision's `rgb_to_grayscale`. */
export function convertToGreyscale({ red, green, blue }: Planes): void {
  for (let i = 0; i < red.length; i++) {
    const grey =
      RED_WEIGHT * (red[i] as number) +
      GREEN_WEIGHT * (green[i] as number) +
      BLUE_WEIGHT * (blue[i] as number);
    red[i] = grey;
    green[i] = grey;
    blue[i] = grey;
  }
}
