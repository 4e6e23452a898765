import type { Picture } from "@unlabeled/core";

/**
 * Throws unless a picture is whole and the view fits exactly where it is to be written.
 *
 * @param name - The pipeline's factory.
 */
export function checkRender(
  name: string,
  picture: Picture,
  view: { readonly length: number; readonly expected: number },
): void {
  checkPicture(name, "picture", picture);
  checkViewLength(name, view);
}

/** Throws unless the view fits exactly where it is to be written. */
export function checkViewLength(
  name: string,
  { length, expected }: { readonly length: number; readonly expected: number },
): void {
  if (length !== expected) {
    throw new RangeError(`${name}: into must have length ${expected}, one view; got ${length}.`);
  }
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
