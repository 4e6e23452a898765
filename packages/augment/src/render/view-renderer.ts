import type { Picture } from "@unlabeled/core";
import type { Change } from "../kernel/changes.ts";
import { ViewKernel } from "../kernel/view-kernel.ts";
import { scalingOf } from "../recipes/scaling.ts";
import type { CompleteRecipe } from "../recipes/view-recipe.ts";
import type { ColourStep, ViewParameters } from "./view-parameters.ts";

/** Writes a view of a picture, `[height, width, 3]`, into an array of that length. */
export type RenderView = (picture: Picture, drawn: ViewParameters, into: Float32Array) => void;

/** A renderer of one recipe into views of one size. */
export function viewRenderer(recipe: CompleteRecipe, size: number): RenderView {
  const { interpolation, greyscaleFirst } = recipe;
  const definition = recipe.jitter ? recipe.jitter.definition : "torchvision";
  const kernel = new ViewKernel(
    { height: size, width: size },
    {
      kernelSize: recipe.blur ? recipe.blur.kernelSize : 1,
      scaling: scalingOf(recipe.normalize),
    },
  );
  const solarize: readonly Change[] = [
    { kind: "solarize", threshold: recipe.solarize ? recipe.solarize.threshold : 1 },
  ];
  return (picture, drawn, into) => {
    const colours = drawn.colours.map((step) => changeOf(step, definition));
    if (drawn.greyscale && greyscaleFirst) colours.unshift({ kind: "greyscale" });
    else if (drawn.greyscale) colours.push({ kind: "greyscale" });
    const crop = { crop: drawn.crop, interpolation, flip: drawn.flip };
    const afterBlur = drawn.solarize ? solarize : [];
    kernel.render(picture, crop, { colours, sigma: drawn.sigma, afterBlur }, into);
  };
}

/** What a step of the jitter means. */
function changeOf(
  { change, amount }: ColourStep,
  definition: "torchvision" | "simclr" | "byol",
): Change {
  switch (change) {
    case "brightness":
      return definition === "byol"
        ? { kind: "scale", factor: 1, offset: amount }
        : { kind: "scale", factor: amount, offset: 0 };
    case "contrast":
      return {
        kind: "contrast",
        factor: amount,
        around: definition === "torchvision" ? "luma" : "channels",
      };
    case "saturation":
      return {
        kind: definition === "torchvision" ? "blendSaturation" : "scaleSaturation",
        factor: amount,
      };
    case "hue":
      return { kind: "shiftHue", turns: amount };
  }
}
