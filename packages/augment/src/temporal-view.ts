import type { ViewPipeline } from "@unlabeled/core";
import { checkFields, checkName } from "./recipes/check-value.ts";
import { VIEW_FIELDS } from "./recipes/complete-recipe.ts";
import { mergeRecipe } from "./recipes/merge-recipe.ts";
import type { ViewRecipe } from "./recipes/view-recipe.ts";
import { viewPipeline } from "./views.ts";

/** Every field of a recipe can be given; those that are not are the paper's. */
export interface TemporalViewOptions extends ViewRecipe {
  /** Height and width of the view, pixels, in [1, 16384]. */
  size: number;
  /**
   * "paper": colour only, of the whole frame. "later": what the authors' code came to have, with crops,
   * flips, stronger colour and blur. Default "paper".
   */
  definition?: "paper" | "later" | undefined;
}

/**
 * The one view of a video frame that temporal classification trains on.
 *
 * Frames are taken whole, their largest central square: the paper's are cut to 224 x 224 before.
 * It normalizes by ImageNet's mean and deviation, which `normalize` does.
 *
 * @returns A pipeline of one view in [0, 1].
 * @throws {RangeError} If a value is outside its range; the message names the field.
 * @throws {TypeError} If a field is not known.
 *
 * @see Orhan et al., Self-supervised Learning through the Eyes of a Child, 2020:
 *   https://arxiv.org/abs/2007.16189; eminorhan/baby-vision, temporal_classification.py
 *
 * @example
 * const pipeline = temporalView({ size: 224 });
 */
export function temporalView(options: TemporalViewOptions): ViewPipeline<1> {
  checkFields("temporalView: options", options, ["size", "definition", ...VIEW_FIELDS]);
  const { size, definition = "paper", ...changes } = options;
  checkName("temporalView: definition", definition, ["paper", "later"]);
  const recipe = mergeRecipe(RECIPES[definition], changes);
  return viewPipeline({ size, recipes: [recipe] }, () => "temporalView: ");
}

const RECIPES: Readonly<Record<"paper" | "later", ViewRecipe>> = {
  paper: {
    cropSampler: "central",
    jitter: { probability: 0.8, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
    greyscale: 0.2,
  },
  later: {
    cropArea: [0.2, 1],
    flip: 0.5,
    jitter: { probability: 0.9, brightness: 0.9, contrast: 0.9, saturation: 0.9, hue: 0.5 },
    greyscale: 0.2,
    blur: { probability: 0.5, sigma: [0.1, 2], kernelSize: 17 },
  },
};
