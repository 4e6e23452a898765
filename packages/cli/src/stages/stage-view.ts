import { evaluationView } from "@unlabeled/augment";
import type { ViewPipeline } from "@unlabeled/core";
import type { ClassifierConfig } from "./classifier-config.ts";
import { noisyView } from "./noisy-recipe.ts";
import { plainView } from "./plain-recipe.ts";

/** The view that a stage is trained with. */
export function stageView(views: ClassifierConfig["views"], size: number): ViewPipeline<1> {
  if (views === "evaluation") return evaluationView({ size });
  return "magnitude" in views ? noisyView(views, size) : plainView(views, size);
}
