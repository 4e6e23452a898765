import {
  byolViews,
  mocoViews,
  simclrViews,
  type ViewRecipe,
  views as viewsOf,
} from "@unlabeled/augment";
import type { ViewPipeline } from "@unlabeled/core";
import { merge, type Values } from "../merge.ts";
import { isSimclr } from "../method-name.ts";
import type { PretrainConfig } from "../pretrain-config.ts";
import type { ResolvedViews } from "../resolved-config.ts";
import { mocoVersionOf } from "./method.ts";

/** Up to this size views follow the authors' settings for CIFAR-10: SimCLR's half the colour, none's blur. */
const LARGEST_SMALL = 32;

type Recipes = readonly [ViewRecipe, ViewRecipe];

/** Both views of the method's paper, with what the configuration changes; what they share is said once. */
export function resolveViews(config: PretrainConfig): ResolvedViews {
  const { view0, view1, solarize, ...shared } = config.views;
  // true leaves the paper's; both other values are for both views
  const both = { ...shared, ...(solarize !== true && { solarize }) };
  const papers = papersViews(config);
  const [first, second] = [view0, view1].map((own = {}, index) => {
    const changes = merge(both as Values, own as Values);
    const blurred = config.size > LARGEST_SMALL || changes.blur !== undefined;
    const base = { ...papers[index], ...(!blurred && { blur: false }) };
    return merge(base as Values, changes) as ViewRecipe;
  }) as [ViewRecipe, ViewRecipe];
  const [one, other] = recipesOf(viewsOf({ size: config.size, recipes: [first, second] }));
  return factored([needed(one), needed(other)]);
}

function papersViews(config: PretrainConfig): Recipes {
  const { method, size } = config;
  const small = size <= LARGEST_SMALL;
  if (method === "byol") return recipesOf(byolViews({ size }));
  if (isSimclr(method)) return recipesOf(simclrViews({ size, strength: small ? 0.5 : 1 }));
  const version = mocoVersionOf(config);
  if (version !== 3) {
    return recipesOf(mocoViews({ size, version, ...(small && { cropArea: [0.08, 1] }) }));
  }
  // BYOL's, but for the crops, by torchvision and Pillow: main_moco.py of facebookresearch/moco-v3
  return recipesOf(
    byolViews({
      size,
      cropArea: [0.2, 1],
      cropSampler: "torchvision",
      interpolation: "bilinear",
      blur: { kernelSize: 17 },
    }),
  );
}

/** A pipeline's recipes, which have every default written out. */
function recipesOf({ recipe }: ViewPipeline<2>): Recipes {
  return (recipe.options as { recipes: Recipes }).recipes;
}

/** Pixels are normalized in the network, and the central crop has no ranges. */
function needed({ normalize: _, ...recipe }: ViewRecipe): ViewRecipe {
  const { cropArea: _area, cropAspect: _aspect, ...rest } = recipe;
  return recipe.cropSampler === "central" ? rest : recipe;
}

/** What two complete recipes have in common, and what each has otherwise. */
function factored([first, second]: Recipes): ResolvedViews {
  const names = [...new Set([first, second].flatMap(Object.keys))] as (keyof ViewRecipe)[];
  const equal = (name: keyof ViewRecipe) =>
    JSON.stringify(first[name]) === JSON.stringify(second[name]);
  const pick = (recipe: ViewRecipe, which: readonly (keyof ViewRecipe)[]): ViewRecipe =>
    Object.fromEntries(which.flatMap((name) => (name in recipe ? [[name, recipe[name]]] : [])));
  const own = names.filter((name) => !equal(name));
  return {
    ...pick(first, names.filter(equal)),
    ...(own.length > 0 && { view0: pick(first, own), view1: pick(second, own) }),
  };
}
