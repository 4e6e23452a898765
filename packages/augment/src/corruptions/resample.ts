import type { Border } from "./border.ts";
import type { Raster } from "./raster.ts";

/** Where each position of a raster is read, positions of the raster read from; `[H, W]` each. */
export interface Places {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** A raster of the same size, read bilinearly at the given places. */
export function resample(raster: Raster, { x, y }: Places, border: Border): Raster {
  const { width, height, channels, values } = raster;
  const out = new Float64Array(values.length);
  for (let n = 0; n < width * height; n++) {
    const [column, row] = [Math.floor(x[n] as number), Math.floor(y[n] as number)];
    const [right, down] = [(x[n] as number) - column, (y[n] as number) - row];
    const [near, far] = [border(column, width), border(column + 1, width)];
    const upper = border(row, height) * width;
    const lower = border(row + 1, height) * width;
    for (let c = 0; c < channels; c++) {
      const value = (pixel: number) => values[pixel * channels + c] as number;
      const above = (1 - right) * value(upper + near) + right * value(upper + far);
      const below = (1 - right) * value(lower + near) + right * value(lower + far);
      out[n * channels + c] = (1 - down) * above + down * below;
    }
  }
  return { ...raster, values: out };
}
