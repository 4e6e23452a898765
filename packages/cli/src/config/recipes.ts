import clothesByol from "../../recipes/clothes-byol.json" with { type: "json" };
import clothesSimclr from "../../recipes/clothes-simclr.json" with { type: "json" };
import imagenetByol from "../../recipes/imagenet-byol.json" with { type: "json" };
import imagenetMocoV1 from "../../recipes/imagenet-moco-v1.json" with { type: "json" };
import imagenetMocoV2 from "../../recipes/imagenet-moco-v2.json" with { type: "json" };
import imagenetMocoV3 from "../../recipes/imagenet-moco-v3.json" with { type: "json" };
import imagenetSimclr from "../../recipes/imagenet-simclr.json" with { type: "json" };
import imagenetSimclrV2 from "../../recipes/imagenet-simclr-v2.json" with { type: "json" };
import photographsByol from "../../recipes/photographs-32-byol.json" with { type: "json" };
import photographsResnet18Byol from "../../recipes/photographs-32-resnet18-byol.json" with {
  type: "json",
};
import photographsResnet18Moco from "../../recipes/photographs-32-resnet18-moco.json" with {
  type: "json",
};
import photographsResnet18Simclr from "../../recipes/photographs-32-resnet18-simclr.json" with {
  type: "json",
};
import photographsSimclr from "../../recipes/photographs-32-simclr.json" with { type: "json" };
import type { Values } from "./merge.ts";

/** A configuration that comes along. */
export interface Recipe {
  /** What `--config` takes. */
  readonly name: string;
  /** What it is for, in a few words. */
  readonly what: string;
  readonly config: Values;
}

/** The documents in `recipes/`. */
export const RECIPES: readonly Recipe[] = [
  { name: "clothes-simclr", what: "the demo: grey pictures of 28 pixels", config: clothesSimclr },
  { name: "clothes-byol", what: "the same by BYOL", config: clothesByol },
  {
    name: "photographs-32-simclr",
    what: "colour photographs of 32 pixels",
    config: photographsSimclr,
  },
  { name: "photographs-32-byol", what: "the same by BYOL", config: photographsByol },
  {
    name: "photographs-32-resnet18-simclr",
    what: "the same pictures, a larger network",
    config: photographsResnet18Simclr,
  },
  {
    name: "photographs-32-resnet18-moco",
    what: "the same by MoCo",
    config: photographsResnet18Moco,
  },
  {
    name: "photographs-32-resnet18-byol",
    what: "the same by BYOL",
    config: photographsResnet18Byol,
  },
  {
    name: "imagenet-byol",
    what: "the paper's, for ImageNet and 1000 epochs",
    config: imagenetByol,
  },
  { name: "imagenet-simclr", what: "the paper's, for 1000 epochs", config: imagenetSimclr },
  { name: "imagenet-simclr-v2", what: "the paper's, for 800 epochs", config: imagenetSimclrV2 },
  { name: "imagenet-moco-v1", what: "the paper's, for 200 epochs", config: imagenetMocoV1 },
  { name: "imagenet-moco-v2", what: "the paper's, for 200 epochs", config: imagenetMocoV2 },
  { name: "imagenet-moco-v3", what: "the paper's, for 1000 epochs", config: imagenetMocoV3 },
];

/** The configuration of that name; undefined if there is none. */
export function recipeNamed(name: string): Values | undefined {
  return RECIPES.find((recipe) => recipe.name === name)?.config;
}

/** The recipes for a terminal, a line each. */
export function recipeList(): string {
  const width = Math.max(...RECIPES.map(({ name }) => name.length));
  return RECIPES.map(({ name, what }) => `  ${name.padEnd(width)}  ${what}`).join("\n");
}
