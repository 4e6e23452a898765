import { clamped } from "./border.ts";
import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";
import { gaussianFilter } from "./gaussian-filter.ts";
import { bytesOf, type Raster, rasterOf } from "./raster.ts";

interface Glass {
  /** σ of the blur before and after, pixels. */
  readonly sigma: number;
  /** How far a pixel may come from, pixels. */
  readonly reach: number;
  readonly passes: number;
}

const GLASS: SeverityTables<Glass> = {
  imagenet: [
    { sigma: 0.7, reach: 1, passes: 2 },
    { sigma: 0.9, reach: 2, passes: 1 },
    { sigma: 1, reach: 2, passes: 3 },
    { sigma: 1.1, reach: 3, passes: 2 },
    { sigma: 1.5, reach: 4, passes: 2 },
  ],
  small: [
    { sigma: 0.05, reach: 1, passes: 1 },
    { sigma: 0.25, reach: 1, passes: 1 },
    { sigma: 0.4, reach: 1, passes: 1 },
    { sigma: 0.25, reach: 1, passes: 2 },
    { sigma: 0.4, reach: 1, passes: 2 },
  ],
};

/**
 * Replaces pixels, from the bottom right on, by one near them, between two blurs: frosted glass.
 *
 * The benchmark's code means to swap the two, but assigns through views of one array, so that the second
 * keeps its colour; so it does here.
 */
export const glassBlur: Corruption = (picture, settings) => {
  const { sigma, reach, passes } = parametersOf(GLASS, settings);
  const { random } = settings;
  const { width, height } = picture;
  const blurred = (raster: Raster) => {
    const radius = Math.trunc(4 * sigma + 0.5);
    return bytesOf(gaussianFilter(raster, { sigma, radius, border: clamped }), 1);
  };
  const pixels = blurred(rasterOf(picture, 1));
  for (let pass = 0; pass < passes; pass++) {
    for (let y = height - reach; y > reach; y--) {
      for (let x = width - reach; x > reach; x--) {
        const dx = random.integer(2 * reach) - reach; // below reach, as NumPy's randint
        const dy = random.integer(2 * reach) - reach;
        const from = 3 * ((y + dy) * width + x + dx);
        pixels.copyWithin(3 * (y * width + x), from, from + 3);
      }
    }
  }
  return blurred(rasterOf({ width, height, pixels }, 1));
};
