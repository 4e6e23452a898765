import { type ViewRecipe, views } from "@unlabeled/augment";
import type { ViewPipeline } from "@unlabeled/core";
import type { ResolvedViews } from "../config/resolved-config.ts";

/** Of a view's recipe, how it is cropped and flipped. */
export type PlainRecipe = Pick<
  ViewRecipe,
  "cropArea" | "cropAspect" | "cropSampler" | "interpolation" | "flip"
>;

/**
 * Crops and flips of a pretraining's first view, without its colours and blur.
 *
 * @see Chen et al. 2020, appendix B.5; SimCLRv2 fine-tunes and distills by these alone
 */
export function plainRecipe({ view0, view1: _, ...shared }: ResolvedViews): PlainRecipe {
  const { cropArea, cropAspect, cropSampler, interpolation, flip } = { ...shared, ...view0 };
  return JSON.parse(JSON.stringify({ cropArea, cropAspect, cropSampler, interpolation, flip }));
}

/** One such view. */
export function plainView(recipe: PlainRecipe, size: number): ViewPipeline<1> {
  return views({ size, recipes: [recipe] });
}
