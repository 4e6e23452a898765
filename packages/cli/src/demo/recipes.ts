import { pretrainConfig } from "../config/pretrain-config.ts";
import { recipeNamed } from "../config/recipes.ts";
import { resolveConfig } from "../config/resolve-config.ts";
import type { ResolvedConfig } from "../config/resolved-config.ts";

/** What the native engine trains in less time than the wasm engine needs for the recipe's network: twice its width. */
const WIDE = "resnet8-w32";

/**
 * What the demo trains, by method: a small ResNet-8 on 28-pixel views of clothes, whose features keep a
 * 2 x 2 grid of places. Found by search; the few minutes that a demo may take decided the sizes.
 *
 * @param engine - The name of the engine that trains it.
 */
export function demoConfig(
  method: "byol" | "simclr",
  seed: number,
  engine: string,
): ResolvedConfig {
  const recipe = recipeNamed(`clothes-${method}`);
  const backbone = engine === "native" && { backbone: WIDE };
  return resolveConfig(pretrainConfig.parse({ ...recipe, ...backbone, seed }));
}
