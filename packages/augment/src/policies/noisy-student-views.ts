import { randomStream, type ViewPipeline } from "@unlabeled/core";
import { writeFloats } from "../bytes/write-floats.ts";
import { checkFields } from "../recipes/check-value.ts";
import { completeRecipe } from "../recipes/complete-recipe.ts";
import { scalingOf } from "../recipes/scaling.ts";
import type { NormalizeRecipe, ViewRecipe } from "../recipes/view-recipe.ts";
import { viewPipeline } from "../views.ts";
import { applyPolicy } from "./apply-policy.ts";
import { checkPolicy } from "./check-policy.ts";
import { checkPolicyRender } from "./check-policy-render.ts";
import { drawPolicy } from "./draw-policy.ts";
import type { Policy } from "./policy.ts";
import { randAugment } from "./rand-augment.ts";

export interface NoisyStudentViewsOptions {
  /** Height and width of the view, pixels, in [1, 16384]. */
  size: number;
  /**
   * What is done after the crop; false: nothing, as for B0 and B1. Default `randAugment()`, that of
   * B7 and L2; see `NOISY_STUDENT_MAGNITUDES`.
   */
  policy?: Policy | false | undefined;
  /** Share of the picture's area that a crop covers, in (0, 1]. Default [0.08, 1]. */
  cropArea?: ViewRecipe["cropArea"];
  /** Antialiased. Default "bicubic". */
  interpolation?: ViewRecipe["interpolation"];
  /** Probability of a mirror image. Default 0.5. */
  flip?: number | undefined;
  /** Default false: values stay in [0, 1]. */
  normalize?: NormalizeRecipe | false | undefined;
}

/**
 * Noisy Student's training view: random crop, mirror image, 8 bits (truncated), RandAugment. Any other
 * policy fits as well.
 *
 * The crop is resized with antialiasing, where the paper's code has none.
 *
 * @returns A pipeline of one view in [0, 1], multiples of 1/255 unless normalized.
 * @throws {RangeError} If a value is outside its range; the message names the field.
 * @throws {TypeError} If a field is not known.
 *
 * @see Xie et al., Self-training with Noisy Student improves ImageNet classification, 2020:
 *   https://arxiv.org/abs/1911.04252; google-research/noisystudent, preprocessing.py
 *
 * @example
 * const b4 = noisyStudentViews({ size: 380, policy: randAugment({ magnitude: 15 }) });
 */
export function noisyStudentViews(options: NoisyStudentViewsOptions): ViewPipeline<1> {
  const fields = ["size", "policy", "cropArea", "interpolation", "flip", "normalize"];
  checkFields("noisyStudentViews: options", options, fields);
  const { size, policy = randAugment(), cropArea, flip = 0.5 } = options;
  const interpolation = options.interpolation ?? "bicubic";
  if (policy !== false) checkPolicy("noisyStudentViews: policy", policy);
  const recipe = { cropSampler: "tensorflow", cropArea, interpolation, flip } as const;
  const crops = viewPipeline({ size, recipes: [recipe] }, () => "noisyStudentViews: ");
  const { normalize } = completeRecipe(
    "noisyStudentViews: ",
    { normalize: options.normalize },
    size,
  );
  const by = scalingOf(normalize, 255);
  return {
    recipe: {
      url: import.meta.url,
      factory: "noisyStudentViews",
      options: { size, policy, cropArea: cropArea ?? [0.08, 1], interpolation, flip, normalize },
    },
    count: 1,
    height: size,
    width: size,
    ...(crops.reducible && { reducible: crops.reducible }),
    render(picture, key, into) {
      checkPolicyRender("noisyStudentViews", key, { length: into.length, size });
      crops.render(picture, key, into);
      // A whole level that the crop has a little too low (0.04 of one) must not become the one below.
      const pixels = Uint8Array.from(into, (x) => x * 255 + 0.05);
      const crop = { width: size, height: size, pixels };
      const { seed, epoch, sample, view } = key;
      const random = randomStream({ seed, purpose: "policy", epoch, sample, view });
      const changed = policy
        ? applyPolicy(crop, { policy, drawn: drawPolicy(policy, random) })
        : crop;
      writeFloats(changed, by, into);
    },
  };
}
