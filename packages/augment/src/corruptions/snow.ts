import { clippedZoom } from "./clipped-zoom.ts";
import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";
import { directionalBlur } from "./directional-blur.ts";
import { layer, type Raster } from "./raster.ts";
import { bleached, snowedOn } from "./snow-cover.ts";

interface Snow {
  /** Of the normal draws that flakes are made of. */
  readonly mean: number;
  readonly deviation: number;
  /** By how much the flakes are enlarged. */
  readonly zoom: number;
  /** What is no flake. */
  readonly threshold: number;
  /** Of the motion blur, pixels. */
  readonly radius: number;
  readonly sigma: number;
  /** Share of the picture's own colours; the rest is bleached. */
  readonly colour: number;
}

const SNOW: SeverityTables<Snow> = {
  imagenet: [
    snowOf(0.1, 0.3, 3, 0.5, 10, 4, 0.8),
    snowOf(0.2, 0.3, 2, 0.5, 12, 4, 0.7),
    snowOf(0.55, 0.3, 4, 0.9, 12, 8, 0.7),
    snowOf(0.55, 0.3, 4.5, 0.85, 12, 8, 0.65),
    snowOf(0.55, 0.3, 2.5, 0.85, 12, 12, 0.55),
  ],
  small: [
    snowOf(0.1, 0.2, 1, 0.6, 8, 3, 0.95),
    snowOf(0.1, 0.2, 1, 0.5, 10, 4, 0.9),
    snowOf(0.15, 0.3, 1.75, 0.55, 10, 4, 0.9),
    snowOf(0.25, 0.3, 2.25, 0.6, 12, 6, 0.85),
    snowOf(0.3, 0.3, 1.25, 0.65, 14, 12, 0.8),
  ],
};

/** Bleaches the picture and adds flakes that fall, and the same flakes turned by 180°. */
export const snow: Corruption = (picture, settings) => {
  const parameters = parametersOf(SNOW, settings);
  const { random } = settings;
  const draws = layer(picture, () => parameters.mean + parameters.deviation * random.normal());
  const { values: flakes } = fallen(draws, parameters, random.uniform(-135, -45));
  return snowedOn(bleached(picture, parameters.colour), flakes);
};

/**
 * The layer of flakes that normal draws make, rounded to 256 levels of [0, 1], as in imagecorruptions; the
 * benchmark also truncates it to 256 levels before it is blurred.
 */
function fallen(draws: Raster, { zoom, threshold, ...motion }: Snow, degrees: number): Raster {
  const enlarged = clippedZoom(draws, zoom);
  const flakes = enlarged.values.map((x) => (x < threshold ? 0 : Math.min(Math.max(x, 0), 1)));
  const blurred = directionalBlur({ ...enlarged, values: flakes }, { ...motion, degrees });
  return { ...blurred, values: blurred.values.map((x) => Math.round(x * 255) / 255) };
}

/** In the order of the benchmark's code. */
function snowOf(
  mean: number,
  deviation: number,
  zoom: number,
  threshold: number,
  radius: number,
  sigma: number,
  colour: number,
): Snow {
  return { mean, deviation, zoom, threshold, radius, sigma, colour };
}
