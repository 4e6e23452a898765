import type { NormalizeRecipe } from "./view-recipe.ts";

/** Red, green and blue times their factors, the first three, plus their offsets: a view on its way out. */
export type Scaling = readonly [number, number, number, number, number, number];

export const UNSCALED: Scaling = [1, 1, 1, 0, 0, 0];

/**
 * (x / levels - mean) / std: torchvision's `normalize`, or for false x / levels as it is.
 *
 * @param levels - What x is at white: 1, or 255 for bytes.
 */
export function scalingOf(normalize: NormalizeRecipe | false, levels = 1): Scaling {
  const { mean, std } = normalize || { mean: [0, 0, 0], std: [1, 1, 1] };
  return [
    ...std.map((deviation) => 1 / (levels * deviation)),
    ...mean.map((centre, channel) => 0 - centre / (std[channel] as number)), // 0, not -0
  ] as unknown as Scaling;
}
