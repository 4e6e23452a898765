import sharp from "sharp";
import type { PreviewRow } from "./draw-preview.ts";
import { tile, tileSide } from "./tile.ts";

const GAP = 4; // pixels between tiles; four times as much between the picture and each kind of view

/** One picture of all: a row each, the picture itself first, then its views. */
export async function previewPng(rows: readonly PreviewRow[], size: number): Promise<Buffer> {
  const side = tileSide(size);
  const tiles: { input: Buffer; left: number; top: number }[] = [];
  let width = 0;
  for (const [y, { picture, views }] of rows.entries()) {
    const top = GAP + y * (side + GAP);
    let left = GAP;
    for (const group of [[picture], ...views]) {
      for (const one of group) {
        tiles.push({ input: await tile(one, side), left, top });
        left += side + GAP;
      }
      left += 3 * GAP;
    }
    width = left - 3 * GAP;
  }
  const height = GAP + rows.length * (side + GAP);
  return sharp({ create: { width, height, channels: 3, background: "#ffffff" } })
    .composite(tiles)
    .png()
    .toBuffer();
}
