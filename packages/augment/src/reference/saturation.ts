import { clamp } from "./clamp.ts";
import { BLUE_WEIGHT, GREEN_WEIGHT, RED_WEIGHT } from "./greyscale.ts";
import type { Planes } from "./planes.ts";

/**
 * Moves every pixel away from its luma (factor > 1) or towards it (< 1) and clips, in place:
 * torchvision's `adjust_saturation`.
 */
export function blendSaturation({ red, green, blue }: Planes, factor: number): void {
  const rest = 1 - factor;
  for (let i = 0; i < red.length; i++) {
    const r = red[i] as number;
    const g = green[i] as number;
    const b = blue[i] as number;
    const grey = rest * (RED_WEIGHT * r + GREEN_WEIGHT * g + BLUE_WEIGHT * b);
    red[i] = clamp(factor * r + grey);
    green[i] = clamp(factor * g + grey);
    blue[i] = clamp(factor * b + grey);
  }
}

/**
 * Multiplies S of hue, saturation and value by `factor` and clips it to [0, 1], in place:
 * TensorFlow's `adjust_saturation`, which both papers use.
 */
export function scaleHsvSaturation({ red, green, blue }: Planes, factor: number): void {
  for (let i = 0; i < red.length; i++) {
    const r = red[i] as number;
    const g = green[i] as number;
    const b = blue[i] as number;
    const value = Math.max(r, g, b);
    const chroma = value - Math.min(r, g, b);
    // With hue and value kept, distances from V scale as S does; S = chroma / value stays at most 1.
    const scale = factor * chroma > value ? value / chroma : factor;
    red[i] = clamp(value - scale * (value - r));
    green[i] = clamp(value - scale * (value - g));
    blue[i] = clamp(value - scale * (value - b));
  }
}
