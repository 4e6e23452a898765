import type { NormalizeRecipe } from "../recipes/view-recipe.ts";

/** Red, green and blue times their factors, the first three, plus their offsets: a view on its way out. */
export type Scaling = readonly [number, number, number, number, number, number];

export const UNSCALED: Scaling = [1, 1, 1, 0, 0, 0];

/** (x - mean) / std: torchvision's `normalize`. */
export function scalingOf(normalize: NormalizeRecipe | false): Scaling {
  if (!normalize) return UNSCALED;
  const { mean, std } = normalize;
  return [
    ...[1 / std[0], 1 / std[1], 1 / std[2]],
    ...[-mean[0] / std[0], -mean[1] / std[1], -mean[2] / std[2]],
  ] as unknown as Scaling;
}
