import type { ViewPipeline } from "@unlabeled/core";
import { writeFloats } from "../bytes/write-floats.ts";
import type { CorruptionTable } from "../corruptions/corruption.ts";
import { type EvaluationViewOptions, evaluationView } from "../evaluation-view.ts";
import { checkFields, checkName, checkWhole } from "../recipes/check-value.ts";
import { scalingOf } from "../recipes/scaling.ts";
import type { Interpolation, NormalizeRecipe } from "../recipes/view-recipe.ts";
import { checkRender } from "../render/check-render.ts";
import { frameCount, MOST_FRAMES } from "./frame-count.ts";
import { perturb } from "./perturb.ts";
import type { PerturbationName } from "./perturbation.ts";
import { PERTURBATIONS } from "./perturbations.ts";
import { resizer } from "./resizer.ts";

export interface PerturbedViewOptions extends EvaluationViewOptions {
  /** Which of `PERTURBATIONS`. */
  perturbation: PerturbationName;
  /** How many, an integer in [2, 41]. Default as in the benchmark, mostly 31: see `perturb`. */
  frames?: number | undefined;
  /** Decides what is random, with the picture's place in its source; an integer in [0, 2^32). Default 0. */
  seed?: number | undefined;
  /** Numbers of ImageNet-P, or of CIFAR-10-P. Default "small" up to 64 px, else "imagenet". */
  table?: CorruptionTable | undefined;
}

/** Up to this size lengths are those for 32 px. */
const LARGEST_SMALL = 64;

/**
 * The frames of a perturbation of ImageNet-P as one view, a strip, each frame below the one before it: for flip
 * rates of any pictures, on worker threads.
 *
 * The picture is resized as for `evaluationView`, whose crop is what is perturbed; where that moves the
 * picture, what lies around the crop comes into sight, as in that set. A batch of strips, `[N, frames * size, size, 3]`, has
 * the values of `[N * frames, size, size, 3]` in the same order.
 *
 * @returns A pipeline of one view in [0, 1], multiples of 1/255 unless normalized. It differs from sample to sample alone.
 * @throws {RangeError} If a value is outside its range; the message names the field.
 * @throws {TypeError} If a field is not known.
 *
 * @see Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common Corruptions and
 *   Perturbations, 2019, section 4.2: https://arxiv.org/abs/1903.12261; hendrycks/robustness, make_imagenet_p.py
 *
 * @example
 * const tilted = evaluationBatches(photos, perturbedView({ size: 224, perturbation: "tilt" }), { batchSize: 8 });
 */
export function perturbedView(options: PerturbedViewOptions): ViewPipeline<1> {
  const own = ["perturbation", "frames", "seed", "table"];
  const fields = [...own, "size", "crop", "interpolation", "normalize"];
  checkFields("perturbedView: options", options, fields);
  const { perturbation, seed = 0, table: given, frames: wanted, ...view } = options;
  const table = given ?? (view.size <= LARGEST_SMALL ? "small" : "imagenet");
  checkName("perturbedView: perturbation", perturbation, PERTURBATIONS);
  checkName("perturbedView: table", table, ["imagenet", "small"]);
  checkWhole("perturbedView: seed", seed, 0, 0xffffffff);
  const frames = wanted ?? frameCount(perturbation, table);
  checkWhole("perturbedView: frames", frames, 2, MOST_FRAMES);
  const { recipe, ...crops } = evaluationView(view);
  const shown = recipe.options as {
    readonly size: number;
    readonly crop: number;
    readonly interpolation: Interpolation;
    readonly normalize: NormalizeRecipe | false;
  };
  const { size, crop, interpolation } = shown;
  const by = scalingOf(shown.normalize, 255);
  const shorter = Math.max(Math.round(size / crop), size);
  const resize = resizer(size, { shorter, interpolation });
  return {
    ...crops,
    height: frames * size,
    recipe: {
      url: import.meta.url,
      factory: "perturbedView",
      options: { ...shown, perturbation, frames, seed, table },
    },
    render(picture, { sample }, into) {
      const length = size * size * 3;
      checkRender("perturbedView", picture, { length: into.length, expected: frames * length });
      const settings = { perturbation, seed, sample, table, frames, size };
      let start = 0;
      for (const frame of perturb(resize(picture), settings)) {
        writeFloats(frame, by, into.subarray(start, start + length));
        start += length;
      }
    },
  };
}
