import type { Fill } from "./byte-options.ts";

/** Throws unless `value` is a finite number, in [least, most] if they are given. */
export function checkAmount(
  name: string,
  value: number,
  least: number = Number.NEGATIVE_INFINITY,
  most: number = Number.POSITIVE_INFINITY,
): void {
  if (!(Number.isFinite(value) && value >= least && value <= most)) {
    const bounded = Number.isFinite(least) || Number.isFinite(most);
    const range = bounded
      ? ` in [${least}, ${most}${Number.isFinite(most) ? "]" : ")"}`.replace("Infinity", "∞")
      : "";
    throw new RangeError(`${name} must be a finite number${range}; got ${value}.`);
  }
}

/** Red, green and blue of a fill; throws unless they are integers in [0, 255]. */
export function fillColour(name: string, fill: Fill): readonly [number, number, number] {
  const colour = typeof fill === "number" ? ([fill, fill, fill] as const) : fill;
  const whole = (x: unknown) => Number.isInteger(x) && (x as number) >= 0 && (x as number) <= 255;
  if (!Array.isArray(colour) || colour.length !== 3 || !colour.every(whole)) {
    throw new RangeError(
      `${name}: fill must be an integer in [0, 255] or three; got ${JSON.stringify(fill)}.`,
    );
  }
  return colour;
}
