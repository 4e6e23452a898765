import byol from "../../recipes/clothes-byol.json" with { type: "json" };
import simclr from "../../recipes/clothes-simclr.json" with { type: "json" };
import { type PretrainConfig, pretrainConfig } from "../config/pretrain-config.ts";

const RECIPES = { byol, simclr };

/** What the native engine trains in less time than the wasm engine needs for the recipe's network: twice its width. */
const WIDE = "resnet8-w32";

/**
 * What the demo trains, by method: a small ResNet-8 on 28-pixel views of clothes, whose features keep a
 * 2 x 2 grid of places. Found by search; the few minutes that a demo may take decided the sizes.
 *
 * @param engine - The name of the engine that trains it.
 */
export function demoConfig(
  method: keyof typeof RECIPES,
  seed: number,
  engine: string,
): PretrainConfig {
  const { $schema: _schema, ...recipe } = RECIPES[method];
  return pretrainConfig.parse({
    ...recipe,
    ...(engine === "native" && { backbone: WIDE }),
    seed,
  });
}
