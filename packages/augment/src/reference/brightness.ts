import { clamp } from "./clamp.ts";
import type { Planes } from "./planes.ts";

/** Multiplies by `factor` ≥ 0 and clips, in place: torchvision's `adjust_brightness`, SimCLR v2's. */
export function multiplyBrightness({ red, green, blue }: Planes, factor: number): void {
  for (let i = 0; i < red.length; i++) {
    red[i] = clamp(factor * (red[i] as number));
    green[i] = clamp(factor * (green[i] as number));
    blue[i] = clamp(factor * (blue[i] as number));
  }
}

/** Adds `delta` and clips, in place: TensorFlow's `adjust_brightness`, which BYOL and SimCLR v1 use. */
export function addBrightness({ red, green, blue }: Planes, delta: number): void {
  for (let i = 0; i < red.length; i++) {
    red[i] = clamp(delta + (red[i] as number));
    green[i] = clamp(delta + (green[i] as number));
    blue[i] = clamp(delta + (blue[i] as number));
  }
}
