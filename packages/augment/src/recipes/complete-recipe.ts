import { checkFields, checkName, checkNumber, checkRange, show } from "./check-value.ts";
import type {
  BlurRecipe,
  CompleteRecipe,
  JitterRecipe,
  NormalizeRecipe,
  SolarizeRecipe,
  ViewRecipe,
} from "./view-recipe.ts";

/**
 * A recipe with its defaults written out, checked.
 *
 * @param where - What messages say before a field's name: "views: recipes[0].".
 * @param size - Side of the view, pixels.
 */
export function completeRecipe(where: string, recipe: ViewRecipe, size: number): CompleteRecipe {
  checkFields(where.replace(/[:.] ?$/, ""), recipe, VIEW_FIELDS);
  const {
    cropArea = [0.08, 1],
    cropAspect = [3 / 4, 4 / 3],
    cropSampler = "torchvision",
    interpolation = "bilinear",
    flip = 0,
    jitter = false,
    greyscale = 0,
    greyscaleFirst = false,
    blur = false,
    solarize = false,
    normalize = false,
  } = recipe;
  checkRange(`${where}cropArea`, cropArea, 1);
  checkRange(`${where}cropAspect`, cropAspect);
  checkName(`${where}cropSampler`, cropSampler, CROP_SAMPLERS);
  checkName(`${where}interpolation`, interpolation, ["bilinear", "bicubic"]);
  checkNumber(`${where}flip`, flip, 0, 1);
  checkNumber(`${where}greyscale`, greyscale, 0, 1);
  checkName(`${where}greyscaleFirst`, greyscaleFirst, [false, true]);
  return {
    cropArea,
    cropAspect,
    cropSampler,
    interpolation,
    flip,
    jitter: jitter !== false && completeJitter(`${where}jitter`, jitter),
    greyscale,
    greyscaleFirst,
    blur: blur !== false && completeBlur(`${where}blur`, blur, size),
    solarize: solarize !== false && completeSolarize(`${where}solarize`, solarize),
    normalize: normalize !== false && completeNormalize(`${where}normalize`, normalize),
  };
}

/** The fields of a recipe. */
export const VIEW_FIELDS: readonly string[] = [
  "cropArea",
  "cropAspect",
  "cropSampler",
  "interpolation",
  "flip",
  "jitter",
  "greyscale",
  "greyscaleFirst",
  "blur",
  "solarize",
  "normalize",
];
const CROP_SAMPLERS = ["torchvision", "tensorflow", "byol", "central"];
const JITTER_FIELDS = ["probability", "brightness", "contrast", "saturation", "hue", "definition"];

function completeJitter(
  where: string,
  jitter: JitterRecipe,
): Exclude<CompleteRecipe["jitter"], false> {
  checkFields(where, jitter, JITTER_FIELDS);
  const {
    probability = 1,
    brightness = 0,
    contrast = 0,
    saturation = 0,
    hue = 0,
    definition = "torchvision",
  } = jitter;
  checkNumber(`${where}.probability`, probability, 0, 1);
  checkNumber(`${where}.brightness`, brightness, 0);
  checkNumber(`${where}.contrast`, contrast, 0);
  checkNumber(`${where}.saturation`, saturation, 0);
  checkNumber(`${where}.hue`, hue, 0, 0.5);
  checkName(`${where}.definition`, definition, ["torchvision", "simclr", "byol"]);
  return { probability, brightness, contrast, saturation, hue, definition };
}

function completeBlur(
  where: string,
  blur: BlurRecipe,
  size: number,
): Exclude<CompleteRecipe["blur"], false> {
  checkFields(where, blur, ["probability", "sigma", "kernelSize"]);
  const { probability = 1, sigma = [0.1, 2], kernelSize = 2 * Math.floor(size / 20) + 1 } = blur;
  checkNumber(`${where}.probability`, probability, 0, 1);
  checkRange(`${where}.sigma`, sigma);
  checkNumber(`${where}.kernelSize`, kernelSize, 1, 1023);
  if (kernelSize % 2 !== 1) {
    throw new RangeError(`${where}.kernelSize must be an odd integer; got ${kernelSize}.`);
  }
  return { probability, sigma, kernelSize };
}

function completeSolarize(
  where: string,
  solarize: SolarizeRecipe,
): Exclude<CompleteRecipe["solarize"], false> {
  checkFields(where, solarize, ["probability", "threshold"]);
  const { probability = 1, threshold = 0.5 } = solarize;
  checkNumber(`${where}.probability`, probability, 0, 1);
  checkNumber(`${where}.threshold`, threshold, 0, 1);
  return { probability, threshold };
}

function completeNormalize(
  where: string,
  normalize: NormalizeRecipe,
): Exclude<CompleteRecipe["normalize"], false> {
  checkFields(where, normalize, ["mean", "std"]);
  const { mean, std } = normalize;
  for (const [name, three] of Object.entries({ mean, std })) {
    const good = Array.isArray(three) && three.length === 3 && three.every(Number.isFinite);
    if (!good || (name === "std" && !three.every((x) => x > 0))) {
      const kind = name === "std" ? "three positive numbers" : "three numbers";
      throw new RangeError(`${where}.${name} must be ${kind}; got ${show(three)}.`);
    }
  }
  return { mean, std };
}
