import { roundedToEven } from "../policies/rounded-to-even.ts";
import type { Raster } from "./raster.ts";

/**
 * The middle of a raster enlarged to its size, bilinearly: first and last values stay first and last, as
 * in SciPy's `zoom`. What is more than the size is cut off at both ends, an odd one at the far end.
 *
 * @param factor - ≥ 1.
 */
export function clippedZoom(raster: Raster, factor: number): Raster {
  const { width, height, channels, values } = raster;
  const columns = taps(width, factor);
  const rows = taps(height, factor);
  const out = new Float64Array(values.length);
  let i = 0;
  for (const row of rows) {
    for (const column of columns) {
      for (let c = 0; c < channels; c++, i++) {
        const value = (y: number, x: number) => values[(y * width + x) * channels + c] as number;
        const above = between(
          value(row.near, column.near),
          value(row.near, column.far),
          column.share,
        );
        const below = between(
          value(row.far, column.near),
          value(row.far, column.far),
          column.share,
        );
        out[i] = between(above, below, row.share);
      }
    }
  }
  return { ...raster, values: out };
}

/** The two positions that each output position lies between, and the share of the second. */
function taps(length: number, factor: number): { near: number; far: number; share: number }[] {
  const middle = Math.ceil(length / factor); // how many are enlarged
  const first = Math.floor((length - middle) / 2);
  const enlarged = roundedToEven(middle * factor);
  const step = enlarged === 1 ? 1 : (middle - 1) / (enlarged - 1);
  const trim = Math.floor((enlarged - length) / 2);
  return Array.from({ length }, (_, i) => {
    const place = Math.min((i + trim) * step, middle - 1);
    const near = Math.floor(place);
    return {
      near: first + near,
      far: first + Math.min(near + 1, middle - 1),
      share: place - near,
    };
  });
}

function between(a: number, b: number, share: number): number {
  return a + share * (b - a);
}
