import { views as viewsOf } from "@unlabeled/augment";
import type { ViewPipeline } from "@unlabeled/core";
import type { ResolvedConfig } from "../config/resolved-config.ts";

/** The two views that a configuration describes. */
export function buildViews({
  size,
  views: { view0, view1, ...shared },
}: Pick<ResolvedConfig, "size" | "views">): ViewPipeline<2> {
  return viewsOf({
    size,
    recipes: [
      { ...shared, ...view0 },
      { ...shared, ...view1 },
    ],
  });
}
