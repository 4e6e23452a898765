import type { Picture } from "@unlabeled/core";

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

/** Throws unless a picture has positive sides and three bytes a pixel. */
export function checkPicture(name: string, argument: string, picture: Picture): void {
  const { width, height, pixels } = picture;
  for (const [side, value] of Object.entries({ width, height })) {
    if (!(Number.isInteger(value) && value >= 1)) {
      throw new RangeError(
        `${name}: ${argument}.${side} must be a positive integer; got ${value}.`,
      );
    }
  }
  const bytes = width * height * 3;
  if (!(pixels instanceof Uint8Array || pixels instanceof Uint8ClampedArray)) {
    throw new TypeError(`${name}: ${argument}.pixels must be a Uint8Array or Uint8ClampedArray.`);
  }
  if (pixels.length !== bytes) {
    throw new RangeError(
      `${name}: ${argument}.pixels must have ${width} * ${height} * 3 = ${bytes} bytes; got ` +
        `${pixels.length}. A picture is interleaved red, green and blue, without alpha.`,
    );
  }
}
