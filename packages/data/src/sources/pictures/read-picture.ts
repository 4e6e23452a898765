import type { Picture } from "@unlabeled/core";
import { DEFAULT_PIXEL_LIMIT, type DecodeOptions, decodePicture } from "./decode-picture.ts";
import { withFileBytes } from "./picture-file-bytes.ts";
import type { PictureLocation } from "./picture-location.ts";
import { rawBytes } from "./picture-raw-bytes.ts";

/**
 * Reads the picture at a location; on any thread.
 *
 * @param options - Of an encoded picture; a decoded one is as it is.
 * @throws {Error} If it cannot be read or decoded.
 */
export async function readPicture(
  location: PictureLocation,
  options: Pick<DecodeOptions, "pixelLimit" | "reducible"> = {},
): Promise<Picture> {
  if (location.kind === "file") {
    const { pixelLimit = DEFAULT_PIXEL_LIMIT } = options;
    return withFileBytes(location, pixelLimit, (bytes) => decodePicture(bytes, options));
  }
  if (location.kind === "unreadable") throw new Error(location.reason);
  const { offset, width, height, channels } = location;
  const size = width * height * channels;
  const bytes =
    location.kind === "pixels"
      ? new Uint8Array(location.memory, offset, size)
      : await rawBytes(location.path, offset, size);
  return { width, height, pixels: channels === 3 ? bytes : greyAsRgb(bytes) };
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
