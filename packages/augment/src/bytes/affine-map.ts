import type { ByteDefinition } from "./byte-definition.ts";

/**
 * Where the pixels of a warped picture come from: x of the source is a x + b y + c, y is d x + e y + f,
 * in the order a to f. With "pillow" a pixel's place is its centre (x + 0.5, y + 0.5), with
 * "tensorflow" its index.
 */
export type AffineMap = readonly [number, number, number, number, number, number];

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Counter-clockwise around the picture's centre. Both definitions have the same centre. */
export function rotationMap(
  degrees: number,
  { width, height }: Size,
  definition: ByteDefinition,
): AffineMap {
  if (definition === "tensorflow") {
    const radians = f(f(degrees) * f(Math.PI / 180));
    const [cos, sin] = [f(Math.cos(radians)), f(Math.sin(radians))];
    const [right, bottom] = [width - 1, height - 1];
    const x = f(f(right - f(f(cos * right) - f(sin * bottom))) / 2);
    const y = f(f(bottom - f(f(sin * right) + f(cos * bottom))) / 2);
    return [cos, f(-sin), x, sin, cos, y];
  }
  const radians = (-(((degrees % 360) + 360) % 360) * Math.PI) / 180;
  // Pillow rounds to 15 decimals, so that multiples of 90° are exact.
  const cos = Math.round(Math.cos(radians) * 1e15) / 1e15;
  const sin = Math.round(Math.sin(radians) * 1e15) / 1e15;
  const [x, y] = [width / 2, height / 2];
  return [cos, sin, cos * -x + sin * -y + x, -sin, cos, -sin * -x + cos * -y + y];
}

/** Rows (x) or columns (y) move against their index: x of the source is x + level * y, or y is y + level * x. */
export function shearMap(axis: "x" | "y", level: number, definition: ByteDefinition): AffineMap {
  const by = definition === "tensorflow" ? f(level) : level;
  return axis === "x" ? [1, by, 0, 0, 1, 0] : [1, 0, 0, by, 1, 0];
}

/** Right (x) or down (y). */
export function translationMap(axis: "x" | "y", pixels: number): AffineMap {
  return axis === "x" ? [1, 0, -pixels, 0, 1, 0] : [1, 0, 0, 0, 1, -pixels];
}

const f = Math.fround;
