import type { Planes } from "./planes.ts";

/**
 * A Gaussian blur for pictures of one size, which owns its scratch memory: torchvision's
 * `gaussian_blur`, with its mirrored border (the edge pixel is not repeated).
 *
 * A border wider than the picture is mirrored again and again, where torchvision refuses.
 *
 * @param kernelSize - Taps a direction, odd; 1 changes nothing.
 * @returns Blurs a picture in place; sigma > 0 in pixels.
 */
export function gaussianBlur(
  { height, width }: { height: number; width: number },
  kernelSize: number,
): (image: Planes, sigma: number) => void {
  const radius = (kernelSize - 1) / 2;
  const weights = new Float64Array(radius + 1);
  const rows = mirrored(height, radius);
  const columns = mirrored(width, radius);
  const line = new Float32Array(width + 2 * radius);
  const source = new Float32Array(height * width);
  const sums = new Float64Array(width); // in float32, rounding would leave [0, 1]

  /** Fills the weights, centre first, and returns how far they reach in float32. */
  const prepare = (sigma: number): number => {
    let sum = 0;
    for (let k = 0; k <= radius; k++) {
      const weight = Math.exp((-0.5 * k * k) / (sigma * sigma));
      weights[k] = weight;
      sum += k === 0 ? weight : 2 * weight;
    }
    let reach = 0;
    for (let k = 0; k <= radius; k++) {
      const weight = (weights[k] as number) / sum;
      weights[k] = weight;
      if (weight > NEGLIGIBLE) reach = k;
    }
    return reach;
  };

  const blurRows = (plane: Float32Array, reach: number): void => {
    const centre = weights[0] as number;
    for (let start = 0; start < plane.length; start += width) {
      for (let i = 0; i < line.length; i++) {
        line[i] = plane[start + (columns[i] as number)] as number;
      }
      for (let x = 0; x < width; x++) {
        const at = x + radius;
        let sum = centre * (line[at] as number);
        for (let k = 1; k <= reach; k++) {
          sum += (weights[k] as number) * ((line[at - k] as number) + (line[at + k] as number));
        }
        source[start + x] = sum;
      }
    }
  };

  const blurColumns = (plane: Float32Array, reach: number): void => {
    const centre = weights[0] as number;
    for (let y = 0; y < height; y++) {
      const start = y * width;
      for (let x = 0; x < width; x++) sums[x] = centre * (source[start + x] as number);
      for (let k = 1; k <= reach; k++) {
        const weight = weights[k] as number;
        const above = (rows[y + radius - k] as number) * width;
        const below = (rows[y + radius + k] as number) * width;
        for (let x = 0; x < width; x++) {
          const pair = (source[above + x] as number) + (source[below + x] as number);
          sums[x] = (sums[x] as number) + weight * pair;
        }
      }
      for (let x = 0; x < width; x++) plane[start + x] = sums[x] as number;
    }
  };

  return ({ red, green, blue }, sigma) => {
    const reach = prepare(sigma);
    if (reach === 0) return;
    for (const plane of [red, green, blue]) {
      blurRows(plane, reach);
      blurColumns(plane, reach);
    }
  };
}

const NEGLIGIBLE = 1e-9; // of a value in [0, 1]: below half of float32's last digit

/** Positions -radius … length - 1 + radius, reflected into 0 … length - 1. */
function mirrored(length: number, radius: number): Int32Array {
  const period = 2 * (length - 1);
  return Int32Array.from({ length: length + 2 * radius }, (_, i) => {
    if (period === 0) return 0;
    const at = (((i - radius) % period) + period) % period;
    return Math.min(at, period - at);
  });
}
