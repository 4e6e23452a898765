import type { Picture } from "@unlabeled/core";
import { checkPicture } from "../render/check-render.ts";

/**
 * Checks a picture, and the place that an operation writes to; a new one if none is given.
 *
 * @param name - The operation, for messages.
 * @param inPlace - Whether the place may be the picture itself.
 */
export function destination(
  name: string,
  picture: Picture,
  { into, inPlace }: { into: Picture | undefined; inPlace: boolean },
): Picture {
  checkPicture(name, "picture", picture);
  const { width, height } = picture;
  if (into === undefined) return { width, height, pixels: new Uint8Array(width * height * 3) };
  checkPicture(name, "into", into);
  if (into.width !== width || into.height !== height) {
    throw new RangeError(
      `${name}: into must be ${width} x ${height} pixels, as the picture; got ${into.width} x ${into.height}.`,
    );
  }
  if (!inPlace && into.pixels === picture.pixels) {
    throw new RangeError(
      `${name}: into must not be the picture itself; pixels are read after others are written.`,
    );
  }
  return into;
}
