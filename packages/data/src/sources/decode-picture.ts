import type { Picture } from "@unlabeled/core";

/**
 * Decodes an encoded picture to 8-bit sRGB, upright.
 *
 * The orientation that a camera notes (EXIF) is applied. Grey becomes three equal channels; 16 bits,
 * CMYK and colour profiles are converted. Transparent parts are composed on white, as a page would
 * show them: what lies under them is often arbitrary. Of an animation, the first frame is taken.
 *
 * @throws {Error} If the bytes are not a picture, are cut short or are damaged where libvips sees it.
 */
export async function decodePicture(bytes: Uint8Array): Promise<Picture> {
  const { default: sharp } = await import("sharp"); // loaded by those threads that decode, when they do
  // "error", not the stricter default: cameras write files that libjpeg warns of and everyone can read
  const { data, info } = await sharp(bytes, { failOn: "error", autoOrient: true })
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`expected 3 channels, got ${info.channels}`);
  return { width: info.width, height: info.height, pixels: data };
}
