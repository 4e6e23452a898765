import type { ViewPipeline } from "@unlabeled/core";
import { checkFields, checkNumber } from "./recipes/check-value.ts";
import { VIEW_FIELDS } from "./recipes/complete-recipe.ts";
import { mergeRecipe } from "./recipes/merge-recipe.ts";
import type { ViewRecipe } from "./recipes/view-recipe.ts";
import { viewPipeline } from "./views.ts";

/** Every field of a recipe can be given, for both views; those that are not are BYOL's. */
export interface ByolViewsOptions extends ViewRecipe {
  /** Height and width of both views, pixels, in [1, 16384]. */
  size: number;
  /**
   * In [0, 5], of the colour jitter: brightness and contrast 0.4, saturation 0.2 and hue 0.1 times
   * this. Default 1, the paper's (table 6).
   */
  strength?: number | undefined;
  /** What the first view alone has otherwise: T of the paper, whose blur is certain. */
  view0?: ViewRecipe | undefined;
  /** What the second view alone has otherwise: T′, blur with probability 0.1, solarize with 0.2. */
  view1?: ViewRecipe | undefined;
}

/**
 * BYOL's two views, drawn differently (T and T′): random crop, flip, colour jitter, greyscale, Gaussian
 * blur (view 0: always; view 1: 0.1), solarize (view 1: 0.2).
 *
 * Parameters and sampler ("byol", bicubic) are those of the authors' code for ImageNet. Colours are
 * torchvision's, as in the reproductions of the field; `jitter: { definition: "byol" }` takes the
 * code's own, where brightness is added (see `JitterRecipe`). The blur mirrors the border, where the
 * code pads with black. The paper normalizes by ImageNet's mean and deviation inside the network:
 * `normalize` does it here. For small pictures give `blur: false`.
 *
 * @returns A pipeline of two views in [0, 1].
 * @throws {RangeError} If a value is outside its range; the message names the field.
 * @throws {TypeError} If a field is not known.
 *
 * @see Grill et al., Bootstrap Your Own Latent, 2020, appendix B and table 6:
 *   https://arxiv.org/abs/2006.07733; google-deepmind/deepmind-research, byol/utils
 *
 * @example
 * const symmetric = { blur: { probability: 0.5 }, solarize: { probability: 0.2 } }; // table 17
 * const pipeline = byolViews({ size: 96, view0: symmetric, view1: symmetric });
 */
export function byolViews(options: ByolViewsOptions): ViewPipeline<2> {
  const own = ["size", "strength", "view0", "view1"];
  checkFields("byolViews: options", options, [...own, ...VIEW_FIELDS]);
  const { size, strength = 1, view0 = {}, view1 = {}, ...changes } = options;
  checkFields("byolViews: view0", view0, VIEW_FIELDS);
  checkFields("byolViews: view1", view1, VIEW_FIELDS);
  checkNumber("byolViews: strength", strength, 0, 5);
  const shared: ViewRecipe = {
    cropArea: [0.08, 1],
    cropAspect: [3 / 4, 4 / 3],
    cropSampler: "byol",
    interpolation: "bicubic",
    flip: 0.5,
    jitter: {
      probability: 0.8,
      brightness: 0.4 * strength,
      contrast: 0.4 * strength,
      saturation: 0.2 * strength,
      hue: 0.1 * strength,
    },
    greyscale: 0.2,
  };
  const first: ViewRecipe = { ...shared, blur: { probability: 1 } };
  const second: ViewRecipe = {
    ...shared,
    blur: { probability: 0.1 },
    solarize: { probability: 0.2 },
  };
  const recipes = [
    mergeRecipe(mergeRecipe(first, changes), view0),
    mergeRecipe(mergeRecipe(second, changes), view1),
  ] as const;
  return viewPipeline({ size, recipes }, (index) => `byolViews: view${index}.`);
}
