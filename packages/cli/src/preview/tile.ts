import type { Picture } from "@unlabeled/core";
import sharp from "sharp";

/** Pixels that a view is shown in, at least: small ones are enlarged, pixel by pixel. */
const SMALLEST = 96;

/** The side that views of a size are shown in, a whole multiple of it. */
export function tileSide(size: number): number {
  return size * Math.max(1, Math.ceil(SMALLEST / size));
}

/** A picture as a PNG that fits into a square of `side` pixels. */
export function tile({ width, height, pixels }: Picture, side: number): Promise<Buffer> {
  const kernel = Math.max(width, height) < side ? "nearest" : "lanczos3";
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize({ width: side, height: side, fit: "inside", kernel })
    .png()
    .toBuffer();
}
