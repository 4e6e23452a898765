import type { Picture, ViewPipeline } from "@unlabeled/core";
import { writeFloats } from "../bytes/write-floats.ts";
import { type EvaluationViewOptions, evaluationView } from "../evaluation-view.ts";
import { checkFields, checkName, checkWhole } from "../recipes/check-value.ts";
import { scalingOf } from "../recipes/scaling.ts";
import type { NormalizeRecipe } from "../recipes/view-recipe.ts";
import { corrupt } from "./corrupt.ts";
import type { CorruptionName, CorruptionSeverity, CorruptionTable } from "./corruption.ts";
import { CORRUPTIONS } from "./corruptions.ts";

export interface CorruptedViewOptions extends EvaluationViewOptions {
  /** Which of `CORRUPTIONS`. */
  corruption: CorruptionName;
  /** 1 is the mildest, 5 the worst; an integer. */
  severity: CorruptionSeverity;
  /** Decides what is random, with the picture's place in its source; an integer in [0, 2^32). Default 0. */
  seed?: number | undefined;
  /** Numbers of ImageNet-C, or of CIFAR-10-C. Default "small" up to 64 px, else "imagenet". */
  table?: CorruptionTable | undefined;
}

/** Up to this size lengths are those for 32 px. */
const LARGEST_SMALL = 64;

/**
 * `evaluationView`, and then a corruption of ImageNet-C on the crop's bytes, as that set was made: for errors under corruptions
 * of any pictures, on worker threads.
 *
 * @returns A pipeline of one view in [0, 1], multiples of 1/255 unless normalized. It differs from sample to sample alone.
 * @throws {RangeError} If a value is outside its range; the message names the field.
 * @throws {TypeError} If a field is not known.
 *
 * @see Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common Corruptions and
 *   Perturbations, 2019, section 4.1: https://arxiv.org/abs/1903.12261; hendrycks/robustness, make_imagenet_c.py
 *
 * @example
 * const foggy = evaluationBatches(photos, corruptedView({ size: 224, corruption: "fog", severity: 3 }), { batchSize: 250 });
 */
export function corruptedView(options: CorruptedViewOptions): ViewPipeline<1> {
  const own = ["corruption", "severity", "seed", "table"];
  const fields = [...own, "size", "crop", "interpolation", "normalize"];
  checkFields("corruptedView: options", options, fields);
  const { corruption, severity, seed = 0, normalize, ...view } = options;
  const { table = view.size <= LARGEST_SMALL ? "small" : "imagenet", ...plain } = view;
  checkName("corruptedView: corruption", corruption, CORRUPTIONS);
  checkWhole("corruptedView: severity", severity, 1, 5);
  checkName("corruptedView: table", table, ["imagenet", "small"]);
  checkWhole("corruptedView: seed", seed, 0, 0xffffffff);
  const { recipe, ...crops } = evaluationView({ ...plain, normalize });
  const bare = evaluationView(plain);
  const shown = recipe.options as { readonly normalize: NormalizeRecipe | false };
  const by = scalingOf(shown.normalize, 255);
  return {
    ...crops,
    recipe: {
      url: import.meta.url,
      factory: "corruptedView",
      options: { ...shown, corruption, severity, seed, table },
    },
    render(picture, key, into) {
      bare.render(picture, key, into);
      const pixels = Uint8Array.from(into, (x) => Math.round(x * 255));
      const crop: Picture = { width: crops.width, height: crops.height, pixels };
      const { sample } = key;
      writeFloats(corrupt(crop, { corruption, severity, seed, sample, table }), by, into);
    },
  };
}
