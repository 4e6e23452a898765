import { clamp } from "./clamp.ts";
import type { Planes } from "./planes.ts";

/**
 * Turns the hue of every pixel by `turns` in [-0.5, 0.5] (1 is the whole circle) and keeps its
 * saturation and value, in place: torchvision's `adjust_hue`, TensorFlow's too.
 */
export function shiftHue({ red, green, blue }: Planes, turns: number): void {
  const shift = 6 * turns;
  for (let i = 0; i < red.length; i++) {
    const r = red[i] as number;
    const g = green[i] as number;
    const b = blue[i] as number;
    const high = Math.max(r, g, b);
    const low = Math.min(r, g, b);
    const chroma = high - low;
    if (chroma === 0) continue; // grey has no hue
    // Hue in sixths of the circle, from red.
    let hue =
      r === high ? (g - b) / chroma : g === high ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
    hue += shift;
    if (hue < 0) hue += 6;
    else if (hue >= 6) hue -= 6;
    // Back without HSV's six cases: minimum + chroma * a trapezoid around each primary.
    red[i] = low + chroma * clamp(Math.abs(hue - 3) - 1);
    green[i] = low + chroma * clamp(2 - Math.abs(hue - 2));
    blue[i] = low + chroma * clamp(2 - Math.abs(hue - 4));
  }
}
