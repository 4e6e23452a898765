/**
 * Fills the weights of a Gaussian blur, the centre first: torchvision's, over `2 * (weights.length - 1) + 1` taps.
 *
 * @param sigma - Standard deviation, pixels, > 0.
 * @returns How far they reach: what lies beyond could change a value by less than a hundredth of an 8-bit level.
 */
export function fillBlurWeights(weights: Float32Array, sigma: number): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) {
    const weight = Math.exp((-0.5 * k * k) / (sigma * sigma));
    weights[k] = weight;
    sum += k === 0 ? weight : 2 * weight;
  }
  let reach = 0;
  let total = 0;
  for (let k = 0; k < weights.length; k++) {
    if ((weights[k] as number) < NEGLIGIBLE * sum) break;
    total += (k === 0 ? 1 : 2) * (weights[k] as number);
    reach = k;
  }
  for (let k = 0; k <= reach; k++) weights[k] = (weights[k] as number) / total;
  return reach;
}

const NEGLIGIBLE = 1e-5; // of the sum of weights

/** Positions -radius … length - 1 + radius, reflected into 0 … length - 1, again and again where the border is wider. */
export function mirrored(length: number, radius: number): Int32Array {
  const period = 2 * (length - 1);
  return Int32Array.from({ length: length + 2 * radius }, (_, i) => {
    if (period === 0) return 0;
    const at = (((i - radius) % period) + period) % period;
    return Math.min(at, period - at);
  });
}
