import type { RandomStream } from "@unlabeled/core";
import { clamped } from "./border.ts";
import { gaussianFilter } from "./gaussian-filter.ts";
import { plasmaFractal, powerOfTwo } from "./plasma-fractal.ts";

/** Of crystals as they are in the table "imagenet", pixels. */
const [SPACING, SHORTEST, LONGEST, BARBS] = [15, 10, 60, 4] as const;
const BRANCH = Math.PI / 3; // ice grows at 60°

export interface FrostTextureOptions {
  /** By what crystals are multiplied: 1, or 0.2 for small pictures. */
  readonly scale: number;
  readonly random: RandomStream;
}

/**
 * Ice crystals on a window: needles with barbs at 60°, at random places and angles. Not a photograph.
 *
 * @returns `[H, W]`, of mean 0 and standard deviation 1.
 */
export function frostTexture(
  { width, height }: { readonly width: number; readonly height: number },
  { scale, random }: FrostTextureOptions,
): Float64Array {
  const light = new Float64Array(width * height);
  const reach = LONGEST * scale; // crystals grow into the picture from outside
  const area = (width + 2 * reach) * (height + 2 * reach);
  for (let n = 0; n < area / (SPACING * scale) ** 2; n++) {
    const [x, y] = [random.uniform(-reach, width + reach), random.uniform(-reach, height + reach)];
    const angle = random.uniform(0, 2 * Math.PI);
    const length = scale * random.uniform(SHORTEST, LONGEST);
    const strength = random.uniform(0.3, 1);
    stroke(x, y, angle, length, strength);
    for (let along = 0; along < length; along += BARBS * scale) {
      const [left, top] = [x + along * Math.cos(angle), y + along * Math.sin(angle)];
      const barb = (length - along) * random.uniform(0.2, 0.5);
      stroke(left, top, angle + BRANCH, barb, 0.6 * strength);
      stroke(left, top, angle - BRANCH, barb, 0.6 * strength);
    }
  }
  // Where crystals lie over each other the light does not add up, and their thickness varies.
  const side = powerOfTwo(Math.max(width, height));
  const haze = plasmaFractal(side, { decay: 1.6, random });
  const thin = { width, height, channels: 1, values: light.map(Math.sqrt) };
  const smooth = gaussianFilter(thin, { sigma: 0.6 * scale, radius: 2, border: clamped });
  const crystals = standardized(smooth.values);
  return standardized(
    crystals.map((x, i) => x + 2 * (haze[Math.floor(i / width) * side + (i % width)] as number)),
  );

  /** Adds light along a line that fades out. */
  function stroke(x: number, y: number, angle: number, length: number, strength: number): void {
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
    for (let t = 0; t < length; t += 0.7) {
      const [column, row] = [Math.floor(x + t * dx), Math.floor(y + t * dy)];
      if (column < 0 || column >= width || row < 0 || row >= height) continue;
      const i = row * width + column;
      light[i] = (light[i] as number) + strength * (1 - t / length);
    }
  }
}

function standardized(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  const deviation = Math.sqrt(variance) || 1; // a single pixel has none
  return values.map((x) => (x - mean) / deviation);
}
