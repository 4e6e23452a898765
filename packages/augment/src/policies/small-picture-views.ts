import { type Picture, randomStream, type ViewKey, type ViewPipeline } from "@unlabeled/core";
import { cutout as coverBox } from "../bytes/cutout.ts";
import { flip as mirror } from "../bytes/flip.ts";
import { reflectedCrop } from "../bytes/reflected-crop.ts";
import { writeFloats } from "../bytes/write-floats.ts";
import { checkFields, checkNumber, checkSize, checkWhole } from "../recipes/check-value.ts";
import { completeRecipe } from "../recipes/complete-recipe.ts";
import { scalingOf } from "../recipes/scaling.ts";
import type { NormalizeRecipe } from "../recipes/view-recipe.ts";
import { checkPicture } from "../render/check-render.ts";
import { applyPolicy } from "./apply-policy.ts";
import { checkPolicy } from "./check-policy.ts";
import { checkPolicyRender } from "./check-policy-render.ts";
import { drawPolicy } from "./draw-policy.ts";
import type { Policy } from "./policy.ts";
import { randAugment } from "./rand-augment.ts";

export interface SmallPictureViewsOptions {
  /** Height and width of the pictures and the views, pixels. Default 32: CIFAR and SVHN. */
  size?: number | undefined;
  /**
   * What is done first; false: nothing. Default Noisy Student's for SVHN: `randAugment` with N = 2,
   * M = 5, translate and cutout of an eighth of the side.
   */
  policy?: Policy | false | undefined;
  /** Half the side of a box that is covered with grey (128), pixels; 0: none. Default size / 4. */
  cutout?: number | undefined;
  /** Pixels that a view is moved by at most, in [0, size). Default 4. */
  padding?: number | undefined;
  /** Probability of a mirror image. Default 0.5; the code's for SVHN: 0. */
  flip?: number | undefined;
  /** Default false: values stay in [0, 1]. */
  normalize?: NormalizeRecipe | false | undefined;
}

/**
 * Noisy Student's training view of small pictures, on their bytes: RandAugment, Cutout, a crop of the
 * picture padded by reflection, mirror image, in this order.
 *
 * @returns A pipeline of one view; it wants pictures of its own size.
 * @throws {RangeError} If a value is outside its range; the message names the field.
 * @throws {TypeError} If a field is not known.
 *
 * @see Xie et al., Self-training with Noisy Student improves ImageNet classification, 2020:
 *   https://arxiv.org/abs/1911.04252; google-research/noisystudent, preprocessing.py,
 *   _cifar10_preprocess_for_train
 *
 * @example
 * const svhn = smallPictureViews({ flip: 0 });
 */
export function smallPictureViews(options: SmallPictureViewsOptions = {}): ViewPipeline<1> {
  const fields = ["size", "policy", "cutout", "padding", "flip", "normalize"];
  checkFields("smallPictureViews: options", options, fields);
  const { size = 32, padding = 4, flip = 0.5 } = options;
  checkSize("smallPictureViews: size", size);
  const eighth = Math.floor(size / 8);
  const {
    policy = randAugment({ magnitude: 5, translate: eighth, cutout: eighth }),
    cutout = Math.floor(size / 4),
  } = options;
  if (policy !== false) checkPolicy("smallPictureViews: policy", policy);
  checkWhole("smallPictureViews: cutout", cutout, 0);
  checkWhole("smallPictureViews: padding", padding, 0, size - 1);
  checkNumber("smallPictureViews: flip", flip, 0, 1);
  const where = "smallPictureViews: ";
  const { normalize } = completeRecipe(where, { normalize: options.normalize }, size);
  const by = scalingOf(normalize, 255);
  return {
    recipe: {
      url: import.meta.url,
      factory: "smallPictureViews",
      options: { size, policy, cutout, padding, flip, normalize },
    },
    count: 1,
    height: size,
    width: size,
    render(picture, key, into) {
      checkPicture("smallPictureViews", "picture", picture);
      checkPolicyRender("smallPictureViews", key, { length: into.length, size });
      if (picture.width !== size || picture.height !== size) {
        throw new RangeError(
          `smallPictureViews: picture must be ${size} x ${size} pixels, the size; got ` +
            `${picture.width} x ${picture.height}. For larger ones there is noisyStudentViews.`,
        );
      }
      const view = augmented(picture, key, { policy, cutout, padding, flip });
      writeFloats(view, by, into);
    },
  };
}

function augmented(
  picture: Picture,
  { seed, epoch, sample, view }: ViewKey,
  {
    policy,
    cutout,
    padding,
    flip,
  }: { policy: Policy | false; cutout: number; padding: number; flip: number },
): Picture {
  const random = randomStream({ seed, purpose: "small picture view", epoch, sample, view });
  const drawn = policy ? drawPolicy(policy, random) : [];
  const covered = { x: random.integer(picture.width), y: random.integer(picture.height) };
  const offset = {
    x: random.integer(2 * padding + 1) - padding,
    y: random.integer(2 * padding + 1) - padding,
  };
  const mirrored = random.chance(flip);
  const changed = policy ? applyPolicy(picture, { policy, drawn }) : picture;
  const cut = coverBox(changed, { ...covered, half: cutout }, { fill: 128 });
  const moved = reflectedCrop(cut, offset);
  return mirrored ? mirror(moved) : moved;
}
