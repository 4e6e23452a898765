import { mirroredInside } from "./border.ts";
import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";
import { diskKernel } from "./disk-kernel.ts";
import { bytesOf, type Raster, rasterOf } from "./raster.ts";

/** Pixels. */
const LENS: SeverityTables<{ radius: number; smoothing: number }> = {
  imagenet: [
    { radius: 3, smoothing: 0.1 },
    { radius: 4, smoothing: 0.5 },
    { radius: 6, smoothing: 0.5 },
    { radius: 8, smoothing: 0.5 },
    { radius: 10, smoothing: 0.5 },
  ],
  small: [
    { radius: 0.3, smoothing: 0.4 },
    { radius: 0.4, smoothing: 0.5 },
    { radius: 0.5, smoothing: 0.6 },
    { radius: 1, smoothing: 0.2 },
    { radius: 1.5, smoothing: 0.1 },
  ],
};

/** Spreads every pixel over a disk: out of focus. */
export const defocusBlur: Corruption = (picture, settings) => {
  const kernel = diskKernel(parametersOf(LENS, settings));
  return bytesOf(convolved(rasterOf(picture, 1), kernel), 1);
};

/** By a symmetric kernel of odd side; the border is mirrored around the outermost pixels. */
function convolved(raster: Raster, kernel: Raster): Raster {
  const { width, height, values } = raster;
  const reach = (kernel.width - 1) / 2;
  const wide = 3 * (width + 2 * reach);
  const padded = new Float64Array(wide * height); // to the left and right
  for (let i = 0; i < padded.length; i++) {
    const column = mirroredInside(Math.floor((i % wide) / 3) - reach, width);
    padded[i] = values[3 * (Math.floor(i / wide) * width + column) + (i % 3)] as number;
  }
  const out = new Float64Array(values.length);
  for (const [k, weight] of kernel.values.entries()) {
    if (weight === 0) continue;
    const [left, top] = [k % kernel.width, Math.floor(k / kernel.width)];
    for (let y = 0; y < height; y++) {
      const from = wide * mirroredInside(y + top - reach, height) + 3 * left;
      const to = 3 * width * y;
      for (let i = 0; i < 3 * width; i++) {
        out[to + i] = (out[to + i] as number) + weight * (padded[from + i] as number);
      }
    }
  }
  return { ...raster, values: out };
}
