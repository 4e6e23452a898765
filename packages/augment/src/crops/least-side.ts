import type { CompleteRecipe } from "../recipes/view-recipe.ts";

/** The shortest side, pixels, that a crop of a picture of that size can have by a recipe. */
export function leastSide(
  { cropSampler, cropArea, cropAspect }: CompleteRecipe,
  { width, height }: { readonly width: number; readonly height: number },
): number {
  if (cropSampler === "central") return Math.min(width, height);
  const [lowest, highest] = cropAspect;
  const narrowest = Math.min(lowest, 1 / highest, 1);
  return Math.min(Math.sqrt(cropArea[0] * width * height * narrowest), width, height);
}
