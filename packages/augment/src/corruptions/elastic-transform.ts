import type { RandomStream } from "@unlabeled/core";
import { mirrored, mirroredInside } from "./border.ts";
import { type Corruption, parametersOf, type SeverityTables } from "./corruption.ts";
import { gaussianFilter } from "./gaussian-filter.ts";
import { bytesOf, layer, type Raster, rasterOf } from "./raster.ts";
import { type Places, resample } from "./resample.ts";

interface Elastic {
  /** What the smoothed displacements, of draws in [−1, 1), are multiplied by: pixels. */
  readonly strength: number;
  /** σ of their smoothing, pixels. */
  readonly sigma: number;
  /** By how much the corners of the affine part move at most, pixels. */
  readonly corners: number;
}

const ELASTIC: SeverityTables<Elastic> = {
  imagenet: [
    elasticOf(244, 2, 0.7, 0.1), // 244 for 224 in the code, whose author keeps it
    elasticOf(244, 2, 0.08, 0.2),
    elasticOf(244, 0.05, 0.01, 0.02),
    elasticOf(244, 0.07, 0.01, 0.02),
    elasticOf(244, 0.12, 0.01, 0.02),
  ],
  small: [
    elasticOf(32, 0, 0, 0.08),
    elasticOf(32, 0.05, 0.2, 0.07),
    elasticOf(32, 0.08, 0.06, 0.06),
    elasticOf(32, 0.1, 0.04, 0.05),
    elasticOf(32, 0.1, 0.03, 0.03),
  ],
};

/**
 * Moves three points of the picture, and everything with them affinely, then each pixel a little of its own.
 *
 * The mild severities move more, the others tremble, so that the distance from the picture does not rise
 * with severity. imagecorruptions has another transform of this name, without the affine part.
 */
export const elasticTransform: Corruption = (picture, settings) => {
  const { strength, sigma, corners } = parametersOf(ELASTIC, settings);
  const { random } = settings;
  const raster = rasterOf(picture, 1);
  const moved = resample(raster, affinePlaces(raster, corners, random), mirroredInside);
  const displacement = () => {
    const draws = layer(picture, () => random.uniform(-1, 1));
    const radius = Math.trunc(3 * sigma + 0.5);
    const { values } = gaussianFilter(draws, { sigma, radius, border: mirrored });
    return values.map((shift) => shift * strength);
  };
  const [x, y] = [displacement(), displacement()];
  for (let n = 0; n < x.length; n++) {
    x[n] = (x[n] as number) + (n % picture.width);
    y[n] = (y[n] as number) + Math.floor(n / picture.width);
  }
  return bytesOf(resample(moved, { x, y }, mirrored), 1);
};

/** Of the map that takes three corners of a square around the middle to where draws move them. */
function affinePlaces({ width, height }: Raster, most: number, random: RandomStream): Places {
  const [middle, centre] = [Math.floor(width / 2), Math.floor(height / 2)];
  const half = Math.floor(Math.min(width, height) / 3);
  const movedTo = (x: number, y: number) => ({
    x: x + random.uniform(-most, most),
    y: y + random.uniform(-most, most),
  });
  const lower = movedTo(middle + half, centre + half);
  const corner = movedTo(middle + half, centre - half);
  const left = movedTo(middle - half, centre - half);
  const across = { x: corner.x - left.x, y: corner.y - left.y }; // what (2 half, 0) has become
  const down = { x: lower.x - corner.x, y: lower.y - corner.y }; // and (0, 2 half)
  const area = across.x * down.y - across.y * down.x;
  const at = (coordinate: (dx: number, dy: number) => number) => {
    const of = (n: number) => coordinate((n % width) - corner.x, Math.floor(n / width) - corner.y);
    return layer({ width, height }, (n) => Math.round(32 * of(n)) / 32).values; // OpenCV's grid
  };
  return {
    x: at((dx, dy) => middle + half + (2 * half * (dx * down.y - dy * down.x)) / area),
    y: at((dx, dy) => centre - half + (2 * half * (across.x * dy - across.y * dx)) / area),
  };
}

/** In the order of the benchmark's code: shares of a side. */
function elasticOf(side: number, strength: number, sigma: number, corners: number): Elastic {
  return { strength: side * strength, sigma: side * sigma, corners: side * corners };
}
