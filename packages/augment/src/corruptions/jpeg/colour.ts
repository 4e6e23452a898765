import type { Picture } from "@unlabeled/core";
import { type Plane, plane } from "./plane.ts";

/** Luma, and how much bluer and redder than grey. */
export interface YcbcrPlanes {
  readonly luma: Plane;
  readonly blue: Plane;
  readonly red: Plane;
}

const fixed = (x: number): number => Math.round(x * 65536); // libjpeg's 16 bits
const HALF = 32768;
const CENTRE = (128 << 16) + HALF - 1; // libjpeg keeps 255.5 from becoming 256

/** A picture in YCbCr, JFIF's full range, in libjpeg's fixed-point arithmetic. */
export function ycbcrOf({ width, height, pixels }: Picture): YcbcrPlanes {
  const component = (weights: readonly [number, number, number], offset: number) => {
    const [red, green, blue] = weights.map(fixed) as [number, number, number];
    return plane(width, height, (x, y) => {
      const i = 3 * (y * width + x);
      const sum = red * (pixels[i] as number) + green * (pixels[i + 1] as number);
      return (sum + blue * (pixels[i + 2] as number) + offset) >> 16;
    });
  };
  return {
    luma: component([0.299, 0.587, 0.114], HALF),
    blue: component([-0.16874, -0.33126, 0.5], CENTRE),
    red: component([0.5, -0.41869, -0.08131], CENTRE),
  };
}

/** And back: red, green and blue bytes. */
export function pixelsOf({ luma, blue, red }: YcbcrPlanes): Uint8Array {
  const pixels = new Uint8ClampedArray(luma.samples.length * 3);
  for (const [n, y] of luma.samples.entries()) {
    const [b, r] = [(blue.samples[n] as number) - 128, (red.samples[n] as number) - 128];
    pixels[3 * n] = y + ((fixed(1.402) * r + HALF) >> 16);
    pixels[3 * n + 1] = y + ((fixed(-0.34414) * b + fixed(-0.71414) * r + HALF) >> 16);
    pixels[3 * n + 2] = y + ((fixed(1.772) * b + HALF) >> 16);
  }
  return new Uint8Array(pixels.buffer);
}
