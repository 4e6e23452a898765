import { clippedZoom } from "./clipped-zoom.ts";
import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";
import { bytesOf, rasterOf } from "./raster.ts";

/**
 * How many factors, from 1 on. The code writes `arange(1, 1.11, 0.01)`, whose rounding may or may not leave
 * the end out: counted.
 */
const FACTORS: SeverityTables<{ count: number; step: number }> = {
  imagenet: [
    { count: 12, step: 0.01 },
    { count: 16, step: 0.01 },
    { count: 11, step: 0.02 },
    { count: 13, step: 0.02 },
    { count: 11, step: 0.03 },
  ],
  small: [
    { count: 7, step: 0.01 },
    { count: 12, step: 0.01 },
    { count: 16, step: 0.01 },
    { count: 21, step: 0.01 },
    { count: 26, step: 0.01 },
  ],
};

/** Averages the picture with enlargements of its middle, itself counted twice: the camera moved forward. */
export const zoomBlur: Corruption = (picture, settings) => {
  const { count, step } = parametersOf(FACTORS, settings);
  const raster = rasterOf(picture, 1);
  const sum = raster.values.slice();
  const apart = 1 + step - 1; // as NumPy's arange has it, not quite `step`
  for (let n = 0; n < count; n++) {
    const { values } = clippedZoom(raster, 1 + n * apart);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (values[i] as number);
  }
  return bytesOf({ values: sum.map((total) => total / (count + 1)) }, 1);
};
