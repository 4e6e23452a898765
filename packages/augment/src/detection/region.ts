import type { Box } from "./scene.ts";

/** Whole pixels of a picture: columns [left, right), rows [top, bottom). */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The pixels that a box touches, cut to the picture; may be empty. */
export function regionOf(
  box: Box,
  { width, height }: { readonly width: number; readonly height: number },
): Region {
  const left = Math.max(Math.floor(box.left), 0);
  const top = Math.max(Math.floor(box.top), 0);
  const right = Math.min(Math.ceil(box.left + box.width), width);
  const bottom = Math.min(Math.ceil(box.top + box.height), height);
  return { left, top, width: Math.max(right - left, 0), height: Math.max(bottom - top, 0) };
}

type Bytes = Uint8Array | Uint8ClampedArray;

/** Copies a region out of interleaved bytes. */
export function cutOut(
  bytes: Bytes,
  region: Region,
  { width, channels }: { width: number; channels: number },
): Uint8Array {
  const row = region.width * channels;
  const out = new Uint8Array(region.height * row);
  for (let y = 0; y < region.height; y++) {
    const from = ((region.top + y) * width + region.left) * channels;
    out.set(bytes.subarray(from, from + row), y * row);
  }
  return out;
}

/** Copies a region's bytes back to where they were. */
export function putBack(
  bytes: Bytes,
  region: Region,
  { part, width, channels }: { part: Bytes; width: number; channels: number },
): void {
  const row = region.width * channels;
  for (let y = 0; y < region.height; y++) {
    const to = ((region.top + y) * width + region.left) * channels;
    bytes.set(part.subarray(y * row, (y + 1) * row), to);
  }
}
