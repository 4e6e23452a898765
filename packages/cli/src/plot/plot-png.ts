import sharp from "sharp";

const DENSITY = 144; // dots an inch: two a pixel of the SVG

/** An SVG as a PNG of twice its size, in the light colours. */
export function plotPng(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg), { density: DENSITY }).png().toBuffer();
}
