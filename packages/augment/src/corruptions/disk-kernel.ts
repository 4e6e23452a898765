import { mirroredInside } from "./border.ts";
import { gaussianFilter } from "./gaussian-filter.ts";
import { layer, type Raster } from "./raster.ts";

/**
 * The aperture of a lens out of focus: a disk whose weights sum to 1 before its edge is smoothed.
 *
 * @param options.radius - Pixels.
 * @param options.smoothing - σ of the Gaussian that smooths the edge, of 3 taps, or 5 above a radius of 8.
 * @returns A square with an odd side, 17 at least; it is mirrored at its border where it is smoothed.
 */
export function diskKernel({ radius, smoothing }: { radius: number; smoothing: number }): Raster {
  const reach = radius <= 8 ? 8 : radius;
  const side = 2 * reach + 1;
  const size = { width: side, height: side };
  const disk = layer(size, (i) => {
    const [x, y] = [(i % side) - reach, Math.floor(i / side) - reach];
    return Number(x * x + y * y <= radius * radius);
  });
  const area = disk.values.reduce((sum, inside) => sum + inside, 0);
  const even = { ...disk, values: disk.values.map((inside) => inside / area) };
  const taps = radius <= 8 ? 1 : 2;
  return gaussianFilter(even, { sigma: smoothing, radius: taps, border: mirroredInside });
}
