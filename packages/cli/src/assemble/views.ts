import { byolViews, simclrViews } from "@unlabeled/augment";
import type { ViewPipeline } from "@unlabeled/core";
import type { PretrainConfig } from "../config/pretrain-config.ts";

/** Up to this size views follow the settings for CIFAR-10 of SimCLR's code: half the colour, no blur. */
const LARGEST_SMALL = 32;

/** The views of the method's paper, with what the configuration changes. */
export function buildViews({ method, size, views }: PretrainConfig): ViewPipeline<2> {
  const small = size <= LARGEST_SMALL;
  const { solarize = true, ...changes } = views;
  const common = { size, ...(small && { blur: false as const }), ...changes };
  if (method === "simclr") return simclrViews({ ...(small && { strength: 0.5 }), ...common });
  return byolViews({ ...common, ...(!solarize && { solarize: false as const }) });
}
