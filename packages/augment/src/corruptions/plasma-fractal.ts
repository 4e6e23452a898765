import type { RandomStream } from "@unlabeled/core";

/**
 * A cloud by the diamond-square algorithm: a map that wraps around, refined by halves; every new point is
 * the mean of four and a uniform draw, ever smaller.
 *
 * @param size - Side, a power of two ≥ 2.
 * @param options.decay - By how much the bound of the draws shrinks with each halving, twice over: higher
 *   is smoother.
 * @returns `[size, size]` in [0, 1], both of which occur.
 */
export function plasmaFractal(
  size: number,
  { decay, random }: { decay: number; random: RandomStream },
): Float64Array {
  const map = new Float64Array(size * size);
  const index = (y: number, x: number) => (y % size) * size + (x % size);
  const at = (y: number, x: number) => map[index(y, x)] as number;
  let wibble = 100;
  for (let step = size; step >= 2; step /= 2, wibble /= decay) {
    const half = step / 2;
    const above = size - half; // half a step back, around the border
    const fill = (top: number, left: number, sumAt: (y: number, x: number) => number) => {
      for (let y = top; y < size; y += step) {
        for (let x = left; x < size; x += step) {
          const mean = sumAt(y, x) / 4;
          map[index(y, x)] = mean + wibble * random.uniform(-wibble, wibble);
        }
      }
    };
    const across = (y: number, x: number) => at(y, x + above) + at(y, x + half);
    const along = (y: number, x: number) => at(y + above, x) + at(y + half, x);
    fill(half, half, (y, x) => across(y + above, x) + across(y + half, x));
    fill(0, half, (y, x) => along(y, x) + across(y, x));
    fill(half, 0, (y, x) => along(y, x) + across(y, x));
  }
  const least = map.reduce((a, b) => Math.min(a, b));
  const most = map.reduce((a, b) => Math.max(a, b));
  return map.map((height) => (height - least) / (most - least));
}

/** The least side of a cloud that covers a length. */
export function powerOfTwo(length: number): number {
  return 2 ** Math.max(Math.ceil(Math.log2(length)), 1);
}
