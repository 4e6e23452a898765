import type { Picture } from "@unlabeled/core";
import sharp from "sharp";

/** The longer side that pictures are shown in, pixels; smaller ones are enlarged by the page. */
export const THUMBNAIL = 96;

/** A picture as the address of an image that is in the page itself. */
export async function thumbnail({ width, height, pixels }: Picture): Promise<string> {
  const image = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize({ width: THUMBNAIL, height: THUMBNAIL, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 85 })
    .toBuffer();
  return `data:image/webp;base64,${image.toString("base64")}`;
}
