import type { Border } from "./border.ts";
import type { Raster } from "./raster.ts";

export interface GaussianFilterOptions {
  /** Standard deviation, pixels, ≥ 0; 0 changes nothing. */
  readonly sigma: number;
  /** How many neighbours on each side have a weight. */
  readonly radius: number;
  readonly border: Border;
}

/** A Gaussian blur, column by column and then row by row, with weights that sum to 1, in float64. */
export function gaussianFilter(
  raster: Raster,
  { sigma, radius, border }: GaussianFilterOptions,
): Raster {
  if (radius === 0 || sigma === 0) return raster;
  const weights = Float64Array.from({ length: radius + 1 }, (_, k) =>
    Math.exp((-0.5 / (sigma * sigma)) * k * k),
  );
  const sum = weights.reduce((total, weight, k) => total + (k === 0 ? weight : 2 * weight), 0);
  const shares = weights.map((weight) => weight / sum);
  return filtered(filtered(raster, shares, border, "y"), shares, border, "x");
}

/** Each value and its neighbours along one axis, weighted by their distance. */
function filtered(raster: Raster, weights: Float64Array, border: Border, axis: "x" | "y"): Raster {
  const { width, height, channels, values } = raster;
  const [length, step] = axis === "x" ? [width, channels] : [height, width * channels];
  const radius = weights.length - 1;
  const sources = Int32Array.from({ length: length + 2 * radius }, (_, i) =>
    border(i - radius, length),
  );
  const line = new Float64Array(length + 2 * radius);
  const out = new Float64Array(values.length);
  for (let n = 0; n < values.length / length; n++) {
    const start = axis === "y" ? n : Math.floor(n / channels) * channels * width + (n % channels);
    for (let i = 0; i < line.length; i++) {
      line[i] = values[start + step * (sources[i] as number)] as number;
    }
    for (let i = 0; i < length; i++) {
      const centre = i + radius;
      let total = (weights[0] as number) * (line[centre] as number);
      for (let k = radius; k > 0; k--) {
        total +=
          (weights[k] as number) * ((line[centre - k] as number) + (line[centre + k] as number));
      }
      out[start + step * i] = total;
    }
  }
  return { ...raster, values: out };
}
