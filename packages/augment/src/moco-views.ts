import type { ViewPipeline } from "@unlabeled/core";
import { checkFields, checkName } from "./recipes/check-value.ts";
import { VIEW_FIELDS } from "./recipes/complete-recipe.ts";
import { mergeRecipe } from "./recipes/merge-recipe.ts";
import type { ViewRecipe } from "./recipes/view-recipe.ts";
import { viewPipeline } from "./views.ts";

/** Every field of a recipe can be given; those that are not are MoCo's. */
export interface MocoViewsOptions extends ViewRecipe {
  /** Height and width of both views, pixels, in [1, 16384]. */
  size: number;
  /** 1: greyscale, then always jitter, no blur. 2: SimCLR's order, with blur ("aug plus"). Default 2. */
  version?: 1 | 2 | undefined;
}

/**
 * MoCo's two views, query and key, drawn alike from the authors' code for ImageNet.
 *
 * Crops cover at least 0.2 of the picture (SimCLR and BYOL: 0.08), by torchvision's sampler, bilinear. The
 * code blurs by Pillow, which approximates a Gaussian of any width by boxes; here it is a Gaussian
 * itself, over 17 taps a direction: four standard deviations of the widest. The code normalizes by
 * ImageNet's mean and deviation, which `normalize` does. For pictures of 32 px its demo has
 * `cropArea: [0.08, 1], blur: false`.
 *
 * @returns A pipeline of two views in [0, 1].
 * @throws {RangeError} If a value is outside its range; the message names the field.
 * @throws {TypeError} If a field is not known.
 *
 * @see He et al., Momentum Contrast for Unsupervised Visual Representation Learning, 2020:
 *   https://arxiv.org/abs/1911.05722; Chen et al., Improved Baselines with Momentum Contrastive Learning,
 *   2020: https://arxiv.org/abs/2003.04297; facebookresearch/moco, main_moco.py
 *
 * @example
 * const pipeline = mocoViews({ size: 224 });
 */
export function mocoViews(options: MocoViewsOptions): ViewPipeline<2> {
  checkFields("mocoViews: options", options, ["size", "version", ...VIEW_FIELDS]);
  const { size, version = 2, ...changes } = options;
  checkName("mocoViews: version", version, [1, 2]);
  const first = version === 1;
  const paper: ViewRecipe = {
    cropArea: [0.2, 1],
    cropAspect: [3 / 4, 4 / 3],
    cropSampler: "torchvision",
    interpolation: "bilinear",
    flip: 0.5,
    jitter: {
      probability: first ? 1 : 0.8,
      brightness: 0.4,
      contrast: 0.4,
      saturation: 0.4,
      hue: first ? 0.4 : 0.1,
    },
    greyscale: 0.2,
    greyscaleFirst: first,
    blur: first ? false : { probability: 0.5, sigma: [0.1, 2], kernelSize: 17 },
  };
  const recipe = mergeRecipe(paper, changes);
  return viewPipeline({ size, recipes: [recipe, recipe] }, () => "mocoViews: ");
}
