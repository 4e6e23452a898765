import { randomStream, type ViewPipeline } from "@unlabeled/core";
import { leastSide } from "./crops/least-side.ts";
import { checkFields, checkSize, show } from "./recipes/check-value.ts";
import { completeRecipe } from "./recipes/complete-recipe.ts";
import type { ViewRecipe } from "./recipes/view-recipe.ts";
import { checkRender } from "./render/check-render.ts";
import { drawView } from "./render/draw-view.ts";
import { viewRenderer } from "./render/view-renderer.ts";

export interface ViewsOptions<Recipes extends readonly ViewRecipe[] = readonly ViewRecipe[]> {
  /** Height and width of every view, pixels, in [1, 16384]; or a list, of each view its own. */
  size: number | readonly number[];
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
  const sides = typeof size === "object" ? size : recipes.map(() => size);
  if (sides.length !== recipes.length) {
    throw new RangeError(
      `${name}: size must be a number, or one for each of the ${recipes.length} views; got ${show(size)}.`,
    );
  }
  for (const side of sides) checkSize(`${name}: size`, side);
  const complete = recipes.map((recipe, index) =>
    completeRecipe(where(index), recipe, sides[index] as number),
  );
  const renderers = complete.map((recipe, index) => {
    const side = sides[index] as number;
    return { recipe, side, render: viewRenderer(recipe, side) };
  });
  const [first = 0] = sides;
  return {
    recipe: { url: import.meta.url, factory: "views", options: { size, recipes: complete } },
    count: recipes.length,
    height: first,
    width: first,
    ...(sides.some((side) => side !== first) && {
      sizes: sides.map((side) => ({ height: side, width: side })),
    }),
    reducible: (of) =>
      Math.max(
        1,
        Math.min(...renderers.map(({ recipe, side }) => Math.floor(leastSide(recipe, of) / side))),
      ),
    render(picture, { seed, epoch, sample, view }, into) {
      const renderer = renderers[view];
      if (renderer === undefined) {
        throw new RangeError(
          `${name}: key.view must be an integer in [0, ${renderers.length}); got ${view}.`,
        );
      }
      const { recipe, side, render } = renderer;
      checkRender(name, picture, { length: into.length, expected: side * side * 3 });
      const random = randomStream({ seed, purpose: "view", epoch, sample, view });
      render(picture, drawView(recipe, picture, random), into);
    },
  };
}
