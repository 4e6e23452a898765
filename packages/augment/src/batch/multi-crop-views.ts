import type { ViewPipeline } from "@unlabeled/core";
import { checkWhole } from "../policies/check-whole.ts";
import { checkFields, checkRange, checkSize } from "../recipes/check-value.ts";
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

/** The views of a picture in two sizes. */
export interface MultiCropViews {
  readonly global: ViewPipeline<2>;
  readonly local: ViewPipeline;
}

/**
 * Multi-crop: two global views and several smaller, local ones, as two pipelines, since a pipeline has
 * one size. With the same key all views are drawn independently: local view i is drawn as view 2 + i.
 *
 * @returns Pipelines of views in [0, 1].
 * @throws {RangeError} If a value is outside its range; the message names the field.
 * @throws {TypeError} If a field is not known.
 *
 * @see Caron et al., Unsupervised Learning of Visual Features by Contrasting Cluster Assignments
 *   (SwAV), 2020, section 3.2: https://arxiv.org/abs/2006.09882; facebookresearch/swav,
 *   src/multicropdataset.py
 *
 * @example
 * const { global, local } = multiCropViews({ globalSize: 64, localSize: 32, localCount: 4 });
 */
export function multiCropViews(options: MultiCropViewsOptions = {}): MultiCropViews {
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
  return {
    global: viewPipeline({ size: globalSize, recipes: [whole, whole] as const }, named("global")),
    local: localViews({ size: localSize, count: localCount, recipe: part }),
  };
}

/** SwAV's: SimCLR's colours and blur at strength 1, torchvision's crops. */
const SWAV: ViewRecipe = {
  flip: 0.5,
  jitter: { probability: 0.8, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
  greyscale: 0.2,
  blur: { probability: 0.5 },
};

const named = (part: string) => () => `multiCropViews: ${part}.`;

/**
 * The local views of `multiCropViews`: `count` views of one recipe, drawn as views 2, 3, … of the
 * picture.
 *
 * @throws {RangeError} If a value is outside its range; the message names the field.
 */
export function localViews(options: {
  size: number;
  count: number;
  recipe: ViewRecipe;
}): ViewPipeline {
  const { size, count, recipe } = options;
  // Views 0 and 1 are of the global pipeline: a view's random numbers depend on its number.
  const recipes = Array.from({ length: count + 2 }, () => recipe);
  const { render, height, width } = viewPipeline({ size, recipes }, named("local"));
  return {
    recipe: { url: import.meta.url, factory: "localViews", options: { size, count, recipe } },
    count,
    height,
    width,
    render(picture, key, into) {
      if (!(key.view >= 0 && key.view < count)) {
        throw new RangeError(
          `multiCropViews: key.view must be an integer in [0, ${count}), a local view; got ${key.view}.`,
        );
      }
      render(picture, { ...key, view: key.view + 2 }, into);
    },
  };
}
