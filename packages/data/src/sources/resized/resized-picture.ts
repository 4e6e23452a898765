import type { Picture } from "@unlabeled/core";
import { decodePicture } from "../pictures/decode-picture.ts";
import { withFileBytes } from "../pictures/picture-file-bytes.ts";
import type { PictureLocation } from "../pictures/picture-location.ts";
import { readPicture } from "../pictures/read-picture.ts";
import { type ResizedSize, resizing } from "./resized-options.ts";

/** Reads the picture at a location, resized. @throws {Error} If it cannot be read or decoded. */
export async function resizedPicture(
  location: PictureLocation,
  size: ResizedSize,
  pixelLimit: number,
): Promise<Picture> {
  const change = resizing(size);
  if (location.kind === "file") {
    return withFileBytes(location, pixelLimit, (bytes) =>
      decodePicture(bytes, { pixelLimit, change }),
    );
  }
  const { width, height, pixels } = await readPicture(location);
  const { default: sharp } = await import("sharp");
  const { data, info } = await change(sharp(pixels, { raw: { width, height, channels: 3 } }))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}
