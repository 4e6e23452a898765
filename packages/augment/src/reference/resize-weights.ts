import type { Interpolation } from "../recipes/view-recipe.ts";

/** What each output position of one axis is made of: `taps` inputs from `starts[i]` on. */
export interface AxisWeights {
  taps: number;
  readonly starts: Int32Array;
  /** `starts.length * taps` values; the array may be longer. */
  weights: Float64Array;
}

/** Weights of no axis yet, for `count` output positions. */
export function axisWeights(count: number): AxisWeights {
  return { taps: 0, starts: new Int32Array(count), weights: new Float64Array(4 * count) };
}

/**
 * Fills the weights of one axis of an antialiased resize: a triangle (bilinear) or Keys' cubic with
 * a = -0.5 (bicubic), as wide as `resized / length` makes it when shrinking, normalized where it is cut
 * off at the border. This is Pillow's definition, and PyTorch's for `antialias=True`.
 *
 * @param axis - `length` inputs become `resized` outputs, of which those from `first` on are wanted.
 * @param options - `reversed` mirrors the output; `gain` multiplies all weights.
 */
export function fillWeights(
  into: AxisWeights,
  { length, resized, first }: { length: number; resized: number; first: number },
  {
    interpolation,
    reversed,
    gain,
  }: { interpolation: Interpolation; reversed: boolean; gain: number },
): void {
  const { starts } = into;
  const count = starts.length;
  const scale = length / resized;
  const stretch = Math.max(scale, 1);
  const shrink = 1 / stretch;
  const cubic = interpolation === "bicubic";
  const support = (cubic ? 2 : 1) * stretch;

  let taps = 1;
  for (let i = 0; i < count; i++) {
    const centre = (first + i + 0.5) * scale;
    const from = Math.max(Math.trunc(centre - support + 0.5), 0);
    taps = Math.max(taps, Math.min(Math.trunc(centre + support + 0.5), length) - from);
  }
  into.taps = taps;
  if (into.weights.length < count * taps) into.weights = new Float64Array(count * taps);

  const { weights } = into;
  for (let i = 0; i < count; i++) {
    const centre = (first + i + 0.5) * scale;
    const from = Math.max(Math.trunc(centre - support + 0.5), 0);
    const to = Math.min(Math.trunc(centre + support + 0.5), length);
    // All positions have equally many taps: near the far border they begin earlier, with weight 0.
    const start = Math.min(from, length - taps);
    const at = reversed ? count - 1 - i : i;
    starts[at] = start;
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      const x = start + k;
      const distance = Math.abs(x - centre + 0.5) * shrink;
      const weight = x < from || x >= to ? 0 : cubic ? keys(distance) : Math.max(1 - distance, 0);
      weights[at * taps + k] = weight;
      sum += weight;
    }
    const factor = gain / sum;
    for (let k = at * taps; k < (at + 1) * taps; k++) weights[k] = factor * (weights[k] as number);
  }
}

/** Keys' cubic convolution kernel with a = -0.5, at a distance ≥ 0. */
function keys(x: number): number {
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return 0;
}
