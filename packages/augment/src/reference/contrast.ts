import { clamp } from "./clamp.ts";
import { BLUE_WEIGHT, GREEN_WEIGHT, RED_WEIGHT } from "./greyscale.ts";
import type { Planes } from "./planes.ts";

/**
 * Moves every value away from the mean luma of the picture (factor > 1) or towards it (< 1) and clips,
 * in place: torchvision's `adjust_contrast`.
 */
export function stretchContrast({ red, green, blue }: Planes, factor: number): void {
  const luma = RED_WEIGHT * mean(red) + GREEN_WEIGHT * mean(green) + BLUE_WEIGHT * mean(blue);
  stretch(red, factor, luma);
  stretch(green, factor, luma);
  stretch(blue, factor, luma);
}

/** As `stretchContrast`, each channel around its own mean: TensorFlow's, which both papers use. */
export function stretchChannelContrast({ red, green, blue }: Planes, factor: number): void {
  stretch(red, factor, mean(red));
  stretch(green, factor, mean(green));
  stretch(blue, factor, mean(blue));
}

function mean(plane: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < plane.length; i++) sum += plane[i] as number;
  return sum / plane.length;
}

function stretch(plane: Float32Array, factor: number, centre: number): void {
  const offset = (1 - factor) * centre;
  for (let i = 0; i < plane.length; i++) plane[i] = clamp(factor * (plane[i] as number) + offset);
}
