import { forward, inverse } from "./cosine-transform.ts";
import { type Plane, plane, sampleAt } from "./plane.ts";

/**
 * What JPEG leaves of a plane: blocks of 8 x 8 as cosine coefficients, each rounded to a multiple of its
 * step. Blocks that reach over the border repeat the last column and row.
 *
 * @param steps - `[8, 8]`, by vertical and horizontal frequency.
 */
export function quantizedPlane(source: Plane, steps: Int32Array): Plane {
  const { width, height } = source;
  const out = plane(width, height, () => 0);
  const block = new Int32Array(64);
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      for (let i = 0; i < 64; i++) {
        block[i] = sampleAt(source, left + (i & 7), top + (i >> 3)) - 128;
      }
      forward(block);
      for (let i = 0; i < 64; i++) block[i] = quantized(block[i] as number, steps[i] as number);
      inverse(block);
      for (let i = 0; i < 64; i++) {
        const [x, y] = [left + (i & 7), top + (i >> 3)];
        if (x < width && y < height) out.samples[y * width + x] = (block[i] as number) + 128;
      }
    }
  }
  return out;
}

/** The multiple of `step` that is nearest to an eighth of a number; halves go away from zero. */
function quantized(eightfold: number, step: number): number {
  const count = Math.floor((Math.abs(eightfold) + 4 * step) / (8 * step));
  return Math.sign(eightfold) * count * step;
}
