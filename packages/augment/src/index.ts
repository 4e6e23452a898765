export { type ByolViewsOptions, byolViews } from "./byol-views.ts";
export type { Range } from "./crops/crop.ts";
export { type EvaluationViewOptions, evaluationView } from "./evaluation-view.ts";
export type {
  BlurRecipe,
  Interpolation,
  JitterRecipe,
  NormalizeRecipe,
  SolarizeRecipe,
  ViewRecipe,
} from "./recipes/view-recipe.ts";
export { type SimclrViewsOptions, simclrViews } from "./simclr-views.ts";
export { type ViewsOptions, views } from "./views.ts";
