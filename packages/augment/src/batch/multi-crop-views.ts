import type { ViewPipeline } from "@unlabeled/core";
import { checkFields, checkRange, checkSize, checkWhole } from "../recipes/check-value.ts";
import { VIEW_FIELDS } from "../recipes/complete-recipe.ts";
import { mergeRecipe } from "../recipes/merge-recipe.ts";
import type { ViewRecipe } from "../recipes/view-recipe.ts";
import { viewPipeline } from "../views.ts";

/** Every field of a recipe can be given, for all views; those that are not are SwAV's. */
export interface MultiCropViewsOptions extends Omit<ViewRecipe, "cropArea"> {
  /** Side of the two global views, pixels. Default 224, SwAV's. */
  globalSize?: number | undefined;
  /** Side of the local views, pixels. Default 96, SwAV's. */
  localSize?: number | undefined;
  /** How many local views, an integer ≥ 1. Default 6, SwAV's. */
  localCount?: number | undefined;
  /** Share of the picture that a global view covers. Default [0.14, 1], SwAV's. */
  globalArea?: readonly [number, number] | undefined;
  /** Share of the picture that a local view covers. Default [0.05, 0.14], SwAV's. */
  localArea?: readonly [number, number] | undefined;
}

/**
 * Multi-crop: two global views and several smaller, local ones, all drawn independently.
 *
 * @returns A pipeline of 2 + localCount views in [0, 1], the global ones first; `sizes` has each one's.
 * @throws {RangeError} If a value is outside its range; the message names the field.
 * @throws {TypeError} If a field is not known.
 *
 * @see Caron et al., Unsupervised Learning of Visual Features by Contrasting Cluster Assignments
 *   (SwAV), 2020, section 3.2: https://arxiv.org/abs/2006.09882; facebookresearch/swav,
 *   src/multicropdataset.py
 *
 * @example
 * const pipeline = multiCropViews({ globalSize: 64, localSize: 32, localCount: 4 });
 */
export function multiCropViews(options: MultiCropViewsOptions = {}): ViewPipeline {
  const own = ["globalSize", "localSize", "localCount", "globalArea", "localArea"];
  const changes = VIEW_FIELDS.filter((field) => field !== "cropArea");
  checkFields("multiCropViews: options", options, [...own, ...changes]);
  const {
    globalSize = 224,
    localSize = 96,
    localCount = 6,
    globalArea = [0.14, 1],
    localArea = [0.05, 0.14],
    ...recipe
  } = options;
  checkRange("multiCropViews: globalArea", globalArea, 1);
  checkRange("multiCropViews: localArea", localArea, 1);
  checkSize("multiCropViews: globalSize", globalSize);
  checkSize("multiCropViews: localSize", localSize);
  checkWhole("multiCropViews: localCount", localCount, 1);
  const shared = mergeRecipe(SWAV, recipe);
  const whole = { ...shared, cropArea: globalArea };
  const part = { ...shared, cropArea: localArea };
  const locals = Array.from({ length: localCount }, () => part);
  return viewPipeline(
    {
      size: [globalSize, globalSize, ...locals.map(() => localSize)],
      recipes: [whole, whole, ...locals],
    },
    () => "multiCropViews: ",
  );
}

/** SwAV's: SimCLR's colours and blur at strength 1, torchvision's crops. */
const SWAV: ViewRecipe = {
  flip: 0.5,
  jitter: { probability: 0.8, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
  greyscale: 0.2,
  blur: { probability: 0.5 },
};
