import type { ViewPipeline } from "@unlabeled/core";
import { checkFields, checkNumber } from "./recipes/check-value.ts";
import { VIEW_FIELDS } from "./recipes/complete-recipe.ts";
import { mergeRecipe } from "./recipes/merge-recipe.ts";
import type { ViewRecipe } from "./recipes/view-recipe.ts";
import { viewPipeline } from "./views.ts";

/** Every field of a recipe can be given; those that are not are SimCLR's. */
export interface SimclrViewsOptions extends ViewRecipe {
  /** Height and width of both views, pixels, in [1, 16384]. */
  size: number;
  /**
   * s in [0, 2.5], of the colour jitter: brightness, contrast and saturation 0.8 s, hue 0.2 s.
   * Default 1, the paper's for ImageNet (CIFAR-10: 0.5).
   */
  strength?: number | undefined;
}

/**
 * SimCLR's two views, drawn alike: random crop, flip, colour jitter, greyscale, Gaussian blur.
 *
 * Parameters and sampler ("tensorflow", bicubic) are those of the authors' code for ImageNet. For
 * pictures of about 32 px they have `strength: 0.5, blur: false`. Colours are torchvision's, as in the
 * reproductions of the field; `jitter: { definition: "simclr" }` takes the code's own (see
 * `JitterRecipe`). Two differences remain: sigma is drawn for each picture, not once a batch, and the
 * blur mirrors the border, where the code pads with black.
 *
 * @returns A pipeline of two views in [0, 1], which SimCLR does not normalize further.
 * @throws {RangeError} If a value is outside its range; the message names the field.
 * @throws {TypeError} If a field is not known.
 *
 * @see Chen et al., A Simple Framework for Contrastive Learning of Visual Representations, 2020,
 *   appendix A: https://arxiv.org/abs/2002.05709; google-research/simclr, data_util.py
 *
 * @example
 * const cifar = simclrViews({ size: 32, strength: 0.5, blur: false });
 *
 * @example
 * // pictures without colour
 * const grey = simclrViews({
 *   size: 28,
 *   cropArea: [0.3, 1],
 *   jitter: { brightness: 0.6, contrast: 0.6, saturation: 0, hue: 0 },
 *   blur: false,
 * });
 */
export function simclrViews(options: SimclrViewsOptions): ViewPipeline<2> {
  checkFields("simclrViews: options", options, ["size", "strength", ...VIEW_FIELDS]);
  const { size, strength = 1, ...changes } = options;
  checkNumber("simclrViews: strength", strength, 0, 2.5);
  const paper: ViewRecipe = {
    cropArea: [0.08, 1],
    cropAspect: [3 / 4, 4 / 3],
    cropSampler: "tensorflow",
    interpolation: "bicubic",
    flip: 0.5,
    jitter: {
      probability: 0.8,
      brightness: 0.8 * strength,
      contrast: 0.8 * strength,
      saturation: 0.8 * strength,
      hue: 0.2 * strength,
    },
    greyscale: 0.2,
    blur: { probability: 0.5 },
  };
  const recipe = mergeRecipe(paper, changes);
  return viewPipeline({ size, recipes: [recipe, recipe] }, () => "simclrViews: ");
}
