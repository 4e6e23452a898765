import type { Picture } from "@unlabeled/core";

/** Numbers on a grid, row by row from the top, channels interleaved: `[H, W, C]`. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 3 for red, green and blue, 1 for a layer. */
  readonly channels: number;
  readonly values: Float64Array;
}

/** A picture's levels, from 0 for black to `white`. */
export function rasterOf({ width, height, pixels }: Picture, white: 1 | 255): Raster {
  const values = new Float64Array(pixels);
  if (white === 1) for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) / 255;
  return { width, height, channels: 3, values };
}

/** The bytes of levels in [0, white]: clipped, then truncated, as NumPy does where the code leaves it to it. */
export function bytesOf({ values }: Pick<Raster, "values">, white: 1 | 255): Uint8Array {
  const bytes = new Uint8Array(values.length);
  for (let i = 0; i < bytes.length; i++) {
    const clipped = Math.min(Math.max(values[i] as number, 0), white);
    bytes[i] = white === 1 ? clipped * 255 : clipped;
  }
  return bytes;
}

/** A layer of the given size, filled position by position. */
export function layer(
  { width, height }: { readonly width: number; readonly height: number },
  value: (index: number) => number,
): Raster {
  const values = new Float64Array(width * height);
  for (let i = 0; i < values.length; i++) values[i] = value(i);
  return { width, height, channels: 1, values };
}
