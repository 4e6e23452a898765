import { open, readFile } from "node:fs/promises";
import type { Picture } from "@unlabeled/core";
import { decodePicture } from "./decode-picture.ts";
import type { PictureLocation } from "./picture-location.ts";

/**
 * Reads the picture at a location; on any thread.
 *
 * @throws {Error} If it cannot be read or decoded.
 */
export async function readPicture(location: PictureLocation): Promise<Picture> {
  if (location.kind === "file") return decodePicture(await encodedBytes(location));
  const { memory, offset, width, height, channels } = location;
  const bytes = new Uint8Array(memory, offset, width * height * channels);
  return { width, height, pixels: channels === 3 ? bytes : greyAsRgb(bytes) };
}

async function encodedBytes({
  path,
  offset = 0,
  length,
}: Extract<PictureLocation, { kind: "file" }>): Promise<Uint8Array> {
  if (length === undefined && offset === 0) return readFile(path);
  const file = await open(path, "r");
  try {
    const wanted = length ?? (await file.stat()).size - offset;
    const bytes = Buffer.allocUnsafe(Math.max(0, wanted));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
    if (bytesRead < wanted) {
      throw new Error(`the file is cut short: expected ${wanted} bytes, got ${bytesRead}`);
    }
    return bytes;
  } finally {
    await file.close();
  }
}

function greyAsRgb(grey: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(grey.length * 3);
  for (let i = 0; i < grey.length; i++) {
    const value = grey[i] as number;
    pixels[3 * i] = value;
    pixels[3 * i + 1] = value;
    pixels[3 * i + 2] = value;
  }
  return pixels;
}
