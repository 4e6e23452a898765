import type { Picture, ViewPipeline } from "@unlabeled/core";
import type { Sharp } from "sharp";
import { jpegSize } from "./jpeg-size.ts";
import { requirePictureFormat } from "./picture-format.ts";
import { turns } from "./picture-turns.ts";

/** How pictures are decoded. */
export interface DecodeOptions {
  /** Pixels a picture may have, ≥ 1. Default: `DEFAULT_PIXEL_LIMIT`. */
  readonly pixelLimit?: number;
  /**
   * By what whole number a picture of that size may be reduced, both sides alike; a JPEG is reduced by 8, 4 or 2 if
   * that is not more: its decoder does most of it, and the smaller picture is cheaper to keep. Default: by none.
   */
  readonly reducible?: ViewPipeline["reducible"];
  /** What else is done to the upright picture, such as resizing. Default: nothing. */
  readonly change?: (picture: Sharp) => Sharp;
}

/** Pixels of a picture of 512 MiB, more than which Pillow refuses as a "decompression bomb". */
export const DEFAULT_PIXEL_LIMIT = 178_956_970;

const SMALL = 2 ** 24; // pixels, 48 MiB: larger pictures are decoded one at a time
const alone = turns();

/** @throws {RangeError} If a limit is none. */
export function checkPixelLimit(caller: string, pixelLimit: number): void {
  if (!Number.isSafeInteger(pixelLimit) || pixelLimit < 1) {
    throw new RangeError(
      `${caller}: pixelLimit must be an integer, at least 1; got ${pixelLimit}.`,
    );
  }
}

/**
 * Decodes an encoded picture to 8-bit sRGB, upright.
 *
 * The orientation that a camera notes (EXIF) is applied. Grey becomes three equal channels; 16 bits,
 * CMYK and colour profiles are converted. Transparent parts are composed on white, as a page would
 * show them: what lies under them is often arbitrary. Of an animation, the first frame is taken.
 *
 * A file of 100 KB can claim to be a picture of gigabytes. Its size is known before it is decoded; one
 * above the limit is refused, and a thread decodes no two pictures above 2^24 pixels at a time.
 *
 * @throws {Error} If the bytes are not a picture, are cut short, are damaged where libvips sees it, or
 *   the picture has more than `pixelLimit` pixels.
 */
export async function decodePicture(
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Promise<Picture> {
  const { pixelLimit = DEFAULT_PIXEL_LIMIT } = options;
  requirePictureFormat(bytes);
  try {
    return await decode(bytes, Math.min(SMALL, pixelLimit), options);
  } catch (error) {
    if (!(error instanceof Error && error.message.includes("exceeds pixel limit"))) throw error;
  }
  const { default: sharp } = await import("sharp");
  const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
  const pixels = width * height;
  if (pixels > pixelLimit) {
    throw new Error(
      `it has ${pixels} pixels (${width} x ${height}), more than pixelLimit, ${pixelLimit}`,
    );
  }
  return alone(() => decode(bytes, pixelLimit, options));
}

async function decode(
  bytes: Uint8Array,
  limitInputPixels: number,
  { change = (picture) => picture, reducible }: DecodeOptions,
): Promise<Picture> {
  const { default: sharp } = await import("sharp"); // loaded by those threads that decode, when they do
  // "error", not the stricter default: cameras write files that libjpeg warns of and everyone can read
  const picture = sharp(bytes, { failOn: "error", autoOrient: true, limitInputPixels });
  const reduction = reductionOf(bytes, reducible);
  if (reduction > 1) {
    const { width, height } = (await picture.metadata()).autoOrient;
    const [w, h] = [width, height].map((side) => Math.floor(side / reduction));
    picture.resize({ width: w, height: h, fit: "fill" });
  }
  const { data, info } = await change(picture)
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`expected 3 channels, got ${info.channels}`);
  return { width: info.width, height: info.height, pixels: data };
}

/** What a JPEG is reduced by; by how it lies in the file, as turning it changes nothing. */
function reductionOf(bytes: Uint8Array, reducible: DecodeOptions["reducible"]): number {
  const size = reducible && jpegSize(bytes);
  if (!reducible || !size) return 1;
  const most = reducible(size);
  return [8, 4, 2].find((reduction) => reduction <= most) ?? 1;
}
