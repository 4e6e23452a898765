import { randomStream, type ViewPipeline } from "@unlabeled/core";
import { leastSide } from "./crops/least-side.ts";
import { checkFields, checkSize, show } from "./recipes/check-value.ts";
import { completeRecipe } from "./recipes/complete-recipe.ts";
import type { ViewRecipe } from "./recipes/view-recipe.ts";
import { checkRender } from "./render/check-render.ts";
import { drawView } from "./render/draw-view.ts";
import { viewRenderer } from "./render/view-renderer.ts";

export interface ViewsOptions<Recipes extends readonly ViewRecipe[] = readonly ViewRecipe[]> {
  /** Height and width of every view, pixels, in [1, 16384]. */
  size: number;
  /** One a view, in the views' order; two alike for SimCLR. */
  recipes: Recipes;
}

/**
 * The pipeline that recipes describe: view i of a picture is drawn from `recipes[i]`.
 *
 * A view is a pure function of the picture and (seed, epoch, sample, view): the same bytes in any
 * order of calls, in any thread. Operations are torchvision v2's on float32 (not Pillow's, which rounds
 * to 8 bits after each). `recipe.options` has every default written out, and is JSON.
 *
 * @throws {RangeError} If a value is outside its range; the message names the field.
 * @throws {TypeError} If a recipe is no object or has a field that is not known.
 *
 * @example
 * const cropsOnly = views({ size: 64, recipes: [{ flip: 0.5 }, { flip: 0.5 }] });
 */
export function views<const Recipes extends readonly ViewRecipe[]>(
  options: ViewsOptions<Recipes>,
): ViewPipeline<Recipes["length"]> {
  checkFields("views: options", options, ["size", "recipes"]);
  const { recipes } = options;
  if (!Array.isArray(recipes) || recipes.length === 0) {
    throw new TypeError(`views: recipes must be a list of at least one; got ${show(recipes)}.`);
  }
  return viewPipeline(options, (index) => `views: recipes[${index}].`);
}

/**
 * What `views` returns, for the presets too.
 *
 * @param where - What messages about recipe `index` say before a field's name.
 */
export function viewPipeline<const Recipes extends readonly ViewRecipe[]>(
  { size, recipes }: ViewsOptions<Recipes>,
  where: (index: number) => string,
): ViewPipeline<Recipes["length"]> {
  const name = where(0).replace(/:.*/, "");
  checkSize(`${name}: size`, size);
  const complete = recipes.map((recipe, index) => completeRecipe(where(index), recipe, size));
  const renderers = complete.map((recipe) => ({ recipe, render: viewRenderer(recipe, size) }));
  return {
    recipe: { url: import.meta.url, factory: "views", options: { size, recipes: complete } },
    count: recipes.length,
    height: size,
    width: size,
    reducible: (of) => {
      const least = Math.min(...complete.map((recipe) => leastSide(recipe, of)));
      return Math.max(1, Math.floor(least / size));
    },
    render(picture, { seed, epoch, sample, view }, into) {
      checkRender(name, picture, { length: into.length, expected: size * size * 3 });
      const renderer = renderers[view];
      if (renderer === undefined) {
        throw new RangeError(
          `${name}: key.view must be an integer in [0, ${renderers.length}); got ${view}.`,
        );
      }
      const random = randomStream({ seed, purpose: "view", epoch, sample, view });
      renderer.render(picture, drawView(renderer.recipe, picture, random), into);
    },
  };
}
