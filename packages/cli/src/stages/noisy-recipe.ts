import { noisyStudentViews, randAugment, type ViewRecipe } from "@unlabeled/augment";
import type { ViewPipeline } from "@unlabeled/core";
import { isSmall } from "../config/defaults/network.ts";

/** Noisy Student's view: a crop, a mirror image, RandAugment. */
export interface NoisyRecipe {
  /** Share of a picture's area that a crop covers at least, in (0, 1]. */
  readonly smallestCrop: number;
  readonly interpolation: ViewRecipe["interpolation"];
  /** RandAugment's M; false: none. */
  readonly magnitude: number | false;
  /** Its N, operations a picture. */
  readonly layers: number;
}

/** What crops of pictures cover at least: those for training on ImageNet, 0.08, leave too little of a small picture. */
export function smallestCropAt(size: number): number {
  return isSmall(size) ? 0.4 : 0.08;
}

/** Crops and mirror images without RandAugment. */
export function cropsAlone(size: number): NoisyRecipe {
  const smallestCrop = smallestCropAt(size);
  return { smallestCrop, interpolation: "bicubic", magnitude: false, layers: 2 };
}

/**
 * One such view. Operations on small pictures move and cover an eighth of the side, as in the authors' code for CIFAR and SVHN.
 *
 * @see google-research/noisystudent, preprocessing.py: `cutout_const` and `translate_const` of small images
 */
export function noisyView(
  { smallestCrop, interpolation, magnitude, layers }: NoisyRecipe,
  size: number,
): ViewPipeline<1> {
  const eighth = Math.floor(size / 8);
  const scale = isSmall(size) ? { translate: eighth, cutout: eighth } : {};
  return noisyStudentViews({
    ...{ size, interpolation, cropArea: [smallestCrop, 1] },
    policy: magnitude === false ? false : randAugment({ magnitude, layers, ...scale }),
  });
}
