import type { Picture } from "@unlabeled/core";
import type { CompleteRecipe } from "../recipes/view-recipe.ts";
import type { ViewParameters } from "../render/view-parameters.ts";
import { addBrightness, multiplyBrightness } from "./brightness.ts";
import { stretchChannelContrast, stretchContrast } from "./contrast.ts";
import { gaussianBlur } from "./gaussian-blur.ts";
import { convertToGreyscale } from "./greyscale.ts";
import { shiftHue } from "./hue.ts";
import { interleave } from "./interleave.ts";
import { normalize } from "./normalize.ts";
import type { Planes } from "./planes.ts";
import { resizedCrop } from "./resized-crop.ts";
import { blendSaturation, scaleHsvSaturation } from "./saturation.ts";
import { solarize } from "./solarize.ts";

const COLOURS = {
  torchvision: {
    brightness: multiplyBrightness,
    contrast: stretchContrast,
    saturation: blendSaturation,
    hue: shiftHue,
  },
  simclr: {
    brightness: multiplyBrightness,
    contrast: stretchChannelContrast,
    saturation: scaleHsvSaturation,
    hue: shiftHue,
  },
  byol: {
    brightness: addBrightness,
    contrast: stretchChannelContrast,
    saturation: scaleHsvSaturation,
    hue: shiftHue,
  },
};

/** Writes a view of a picture, `[height, width, 3]`, into an array of that length. */
export type ReferenceRender = (picture: Picture, drawn: ViewParameters, into: Float32Array) => void;

/** A renderer of one recipe into given planes, which it uses as scratch memory. */
export function referenceRenderer(recipe: CompleteRecipe, image: Planes): ReferenceRender {
  const { interpolation } = recipe;
  const crop = resizedCrop(image);
  const colours = COLOURS[recipe.jitter ? recipe.jitter.definition : "torchvision"];
  const blur = gaussianBlur(image, recipe.blur ? recipe.blur.kernelSize : 1);
  const threshold = recipe.solarize ? recipe.solarize.threshold : 1;

  return (picture, drawn, into) => {
    crop(picture, drawn.crop, { interpolation, flip: drawn.flip });
    if (drawn.greyscale && recipe.greyscaleFirst) convertToGreyscale(image);
    for (const { change, amount } of drawn.colours) colours[change](image, amount);
    if (drawn.greyscale && !recipe.greyscaleFirst) convertToGreyscale(image);
    if (drawn.sigma > 0) blur(image, drawn.sigma);
    if (drawn.solarize) solarize(image, threshold);
    if (recipe.normalize) normalize(image, recipe.normalize.mean, recipe.normalize.std);
    interleave(image, into);
  };
}
