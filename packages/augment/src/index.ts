export { type ByolViewsOptions, byolViews } from "./byol-views.ts";
export type { Range } from "./crops/crop.ts";
export { type EvaluationViewOptions, evaluationView } from "./evaluation-view.ts";
export { type MocoViewsOptions, mocoViews } from "./moco-views.ts";
export type {
  BlurRecipe,
  CropSamplerName,
  Interpolation,
  JitterRecipe,
  NormalizeRecipe,
  SolarizeRecipe,
  ViewRecipe,
} from "./recipes/view-recipe.ts";
export { type RenderClipOptions, renderClip } from "./render-clip.ts";
export { type SimclrViewsOptions, simclrViews } from "./simclr-views.ts";
export { type TemporalViewOptions, temporalView } from "./temporal-view.ts";
export { type ViewsOptions, views } from "./views.ts";
