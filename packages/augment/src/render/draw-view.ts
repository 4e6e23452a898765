import type { RandomStream } from "@unlabeled/core";
import { byolCrop } from "../crops/byol-crop.ts";
import { centralCrop } from "../crops/central-crop.ts";
import { tensorflowCrop } from "../crops/tensorflow-crop.ts";
import { torchvisionCrop } from "../crops/torchvision-crop.ts";
import type { CompleteRecipe } from "../recipes/view-recipe.ts";
import type { ColourStep, ViewParameters } from "./view-parameters.ts";

const SAMPLERS = {
  torchvision: torchvisionCrop,
  tensorflow: tensorflowCrop,
  byol: byolCrop,
  central: centralCrop,
};
const CHANGES = ["brightness", "contrast", "saturation", "hue"] as const;

/** Draws what happens in one view of a picture of that size. */
export function drawView(
  recipe: CompleteRecipe,
  size: { readonly width: number; readonly height: number },
  random: RandomStream,
): ViewParameters {
  const { cropArea, cropAspect, cropSampler, flip, jitter, greyscale, blur, solarize } = recipe;
  return {
    crop: SAMPLERS[cropSampler](size, { area: cropArea, aspect: cropAspect }, random),
    flip: random.chance(flip),
    colours: jitter && random.chance(jitter.probability) ? drawColours(jitter, random) : [],
    greyscale: random.chance(greyscale),
    sigma: blur && random.chance(blur.probability) ? random.uniform(...blur.sigma) : 0,
    solarize: solarize && random.chance(solarize.probability),
  };
}

/** In an order that is drawn too (Fisher-Yates); a change of strength 0 is left out. */
function drawColours(
  jitter: Exclude<CompleteRecipe["jitter"], false>,
  random: RandomStream,
): readonly ColourStep[] {
  const steps: ColourStep[] = [];
  for (const change of CHANGES) {
    const strength = jitter[change];
    if (strength === 0) continue;
    const centred = change === "hue" || (change === "brightness" && jitter.definition === "byol");
    const amount = centred
      ? random.uniform(-strength, strength)
      : random.uniform(Math.max(0, 1 - strength), 1 + strength);
    const at = random.integer(steps.length + 1);
    steps.push({ change, amount });
    const last = steps.length - 1;
    [steps[at], steps[last]] = [steps[last] as ColourStep, steps[at] as ColourStep];
  }
  return steps;
}
