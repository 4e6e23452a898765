import type { ViewPipeline } from "@unlabeled/core";
import { NO_CHANGES, ViewKernel } from "./kernel/view-kernel.ts";
import { checkFields, checkNumber, checkSize } from "./recipes/check-value.ts";
import { completeRecipe } from "./recipes/complete-recipe.ts";
import { scalingOf } from "./recipes/scaling.ts";
import type { Interpolation, NormalizeRecipe } from "./recipes/view-recipe.ts";
import { checkRender } from "./render/check-render.ts";

export interface EvaluationViewOptions {
  /** Height and width of the view, pixels, in [1, 16384]. */
  size: number;
  /**
   * Share of the shorter side that is kept, in (0, 1]: the side is resized to round(size / crop).
   * Default 224/256, both papers'; above 32 px only, below the whole side, as SimCLR does.
   */
  crop?: number | undefined;
  /** Antialiased. Default "bicubic", both papers'. */
  interpolation?: Interpolation | undefined;
  /** What the views that the network was trained on had. Default false. */
  normalize?: NormalizeRecipe | false | undefined;
}

/**
 * The one view of a picture that evaluation uses, without chance: the shorter side resized, then the
 * central square.
 *
 * torchvision's `resize` and `center_crop` on float32, in one pass: only what is kept is computed.
 *
 * @returns A pipeline of one view in [0, 1]; its key is ignored.
 * @throws {RangeError} If a value is outside its range; the message names the field.
 * @throws {TypeError} If a field is not known.
 *
 * @see Grill et al., Bootstrap Your Own Latent, 2020, appendix C.1 (resize 256, crop 224);
 *   google-research/simclr, data_util.py, center_crop
 *
 * @example
 * const view = evaluationView({ size: 32 });
 */
export function evaluationView(options: EvaluationViewOptions): ViewPipeline<1> {
  checkFields("evaluationView: options", options, ["size", "crop", "interpolation", "normalize"]);
  const { size } = options;
  checkSize("evaluationView: size", size);
  const { crop = size > 32 ? 224 / 256 : 1 } = options;
  checkNumber("evaluationView: crop", crop, "above 0", 1);
  const { interpolation, normalize: scaling } = completeRecipe(
    "evaluationView: ",
    { interpolation: options.interpolation ?? "bicubic", normalize: options.normalize },
    size,
  );
  const kernel = new ViewKernel({ height: size, width: size }, { scaling: scalingOf(scaling) });
  const shorter = Math.max(Math.round(size / crop), size);
  return {
    recipe: {
      url: import.meta.url,
      factory: "evaluationView",
      options: { size, crop, interpolation, normalize: scaling },
    },
    count: 1,
    height: size,
    width: size,
    reducible: ({ width, height }) => Math.max(1, Math.floor(Math.min(width, height) / shorter)),
    render(picture, _key, into) {
      checkRender("evaluationView", picture, { length: into.length, expected: size * size * 3 });
      const { width, height } = picture;
      const side = Math.min(width, height);
      const resized = {
        width: Math.trunc((shorter * width) / side),
        height: Math.trunc((shorter * height) / side),
      };
      const window = {
        top: halved(resized.height - size),
        left: halved(resized.width - size),
      };
      const whole = { left: 0, top: 0, width, height };
      const crop = { crop: whole, interpolation, flip: false, resized, window };
      kernel.render(picture, crop, NO_CHANGES, into);
    },
  };
}

/** Half of a whole number, rounded to even where it is between two: so does torchvision's centre crop. */
function halved(pixels: number): number {
  const half = Math.floor(pixels / 2);
  return pixels % 2 === 0 ? half : half + (half % 2);
}
