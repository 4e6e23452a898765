import { expect, test } from "vitest";
import { pretrainConfig } from "../config/pretrain-config.ts";
import { resolveConfig } from "../config/resolve-config.ts";
import { plainRecipe, plainView } from "./plain-recipe.ts";

test("the view of labels is the first view's crop and flip, without colours and blur", () => {
  const views = { cropArea: [0.3, 1], flip: 0.25, view1: { cropArea: [0.1, 0.2] } };
  const config = resolveConfig(pretrainConfig.parse({ method: "simclr-v2", size: 96, views }));
  const recipe = plainRecipe(config.views);
  expect(recipe).toEqual({
    cropArea: [0.3, 1],
    cropAspect: [0.75, 4 / 3],
    cropSampler: "tensorflow",
    interpolation: "bicubic",
    flip: 0.25,
  });
  const pipeline = plainView(recipe, 96);
  expect(pipeline).toMatchObject({ count: 1, height: 96, width: 96 });
  const { recipes } = pipeline.recipe.options as { recipes: readonly [object] };
  expect(recipes[0]).toMatchObject({ jitter: false, greyscale: 0, blur: false, solarize: false });
});

test("a central crop has no ranges", () => {
  const views = { cropSampler: "central" };
  const config = resolveConfig(pretrainConfig.parse({ method: "simclr-v2", views }));
  expect(plainRecipe(config.views)).not.toHaveProperty("cropArea");
});
