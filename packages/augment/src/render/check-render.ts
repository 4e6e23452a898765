import type { Picture } from "@unlabeled/core";

/**
 * Throws unless a picture is whole and the view fits exactly where it is to be written.
 *
 * @param name - The pipeline's factory.
 */
export function checkRender(
  name: string,
  { width, height, pixels }: Picture,
  view: { readonly length: number; readonly expected: number },
): void {
  for (const [side, value] of Object.entries({ width, height })) {
    if (!(Number.isInteger(value) && value >= 1)) {
      throw new RangeError(`${name}: picture.${side} must be a positive integer; got ${value}.`);
    }
  }
  if (pixels.length !== width * height * 3) {
    throw new RangeError(
      `${name}: picture.pixels must have ${width} * ${height} * 3 = ${width * height * 3} bytes; ` +
        `got ${pixels.length}. A picture is interleaved red, green and blue, without alpha.`,
    );
  }
  if (view.length !== view.expected) {
    throw new RangeError(
      `${name}: into must have length ${view.expected}, one view; got ${view.length}.`,
    );
  }
}
