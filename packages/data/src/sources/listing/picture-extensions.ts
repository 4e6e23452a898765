import { extname } from "node:path";

const EXTENSIONS = [
  "jpg",
  "jpeg",
  "jpe",
  "jfif",
  "png",
  "webp",
  "gif",
  "avif",
  "tif",
  "tiff",
] as const;

/** For messages. */
export const PICTURE_FORMATS = "JPEG, PNG, WebP, GIF, AVIF or TIFF";

/** Whether a file's extension, without the dot, is a picture's; what is inside decides the decoder. */
export function isPictureExtension(extension: string): boolean {
  return (EXTENSIONS as readonly string[]).includes(extension.toLowerCase());
}

/** Whether a file's name ends in a picture's extension. */
export function isPictureName(name: string): boolean {
  return isPictureExtension(extname(name).slice(1));
}
