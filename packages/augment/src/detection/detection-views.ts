import { randomStream, type ViewKey } from "@unlabeled/core";
import { detectionAutoAugment, detectionRandAugment } from "../policies/detection-policies.ts";
import type { Policy } from "../policies/policy.ts";
import {
  checkFields,
  checkName,
  checkNumber,
  checkRange,
  checkSize,
} from "../recipes/check-value.ts";
import { completeRecipe } from "../recipes/complete-recipe.ts";
import { scalingOf } from "../recipes/scaling.ts";
import type { NormalizeRecipe } from "../recipes/view-recipe.ts";
import { checkViewLength } from "../render/check-render.ts";
import { applyPolicyToScene } from "./apply-policy-to-scene.ts";
import { drawDetectionView, type Placement, placement } from "./detection-parameters.ts";
import { placedMask, placePicture } from "./placed.ts";
import { placedObjects } from "./placed-objects.ts";
import { checkScene, type Scene, type SceneObject } from "./scene.ts";

export interface DetectionViewsOptions {
  /**
   * S1: flip and crop. S2: and AutoAugment. S3: S2 with large scale jitter. S4: RandAugment, flip, crop,
   * large scale jitter. "none": only resized and padded, as a teacher and evaluation see it.
   */
  policy: "none" | "S1" | "S2" | "S3" | "S4";
  /** Side of the view before padding, pixels, in [1, 16384]. The paper's: 640. */
  size: number;
  /** The view's sides are the next multiple of it: 2^7 = 128 for a pyramid up to level 7. Default 1. */
  stride?: number | undefined;
  /**
   * Range of the scale; 1 is the largest fit. Default [0.8, 1.2] for S1 and S2, [0.5, 2] for S3 and S4,
   * [1, 1] for none. The released configurations have [0.1, 1.9] (SpineNet) and [0.2, 1.5] (PASCAL).
   */
  scale?: readonly [number, number] | undefined;
  /** Probability of a mirror image. Default 0.5; none: 0. */
  flip?: number | undefined;
  /** M of S4's RandAugment. Default 10, the paper's. */
  magnitude?: number | undefined;
  /** Of the policies' lengths in pixels, > 0: about the pictures' longer side / 640. Default 1. */
  pixelScale?: number | undefined;
  /** Default false: values stay in [0, 1]. The padding is zeros after it. */
  normalize?: NormalizeRecipe | false | undefined;
}

/** One view of a scene. */
export interface DetectionView extends Placement {
  /** `[height, width, 3]`. */
  readonly image: Float32Array;
  /** Boxes in pixels of the view, with some area; no crowds. */
  readonly objects: readonly SceneObject[];
  /** `[height, width]`; 255 is to be ignored. Only if the scene has one. */
  readonly mask: Uint8Array | undefined;
  readonly flipped: boolean;
}

/** From scenes to views for detection and segmentation: a pure function of the scene and the key. */
export interface DetectionPipeline {
  /** The pipeline as data: rebuilt by `(await import(url))[factory](options)`. */
  readonly recipe: { readonly url: string; readonly factory: string; readonly options: unknown };
  /** Height and width of every view, pixels. */
  readonly height: number;
  readonly width: number;
  /** @param into - Where to write the image, `height * width * 3` values. Default: a new array. */
  render(scene: Scene, key: ViewKey, into?: Float32Array): DetectionView;
}

const SCALES = {
  none: [1, 1],
  S1: [0.8, 1.2],
  S2: [0.8, 1.2],
  S3: [0.5, 2],
  S4: [0.5, 2],
} as const;

/**
 * The four augmentation policies of Rethinking Pre-training and Self-training, for pictures with boxes
 * and masks.
 *
 * In order: crowds are dropped; the policy changes the 8-bit picture at its own size; mirror image;
 * resize by a random scale; crop at random where that sticks out; zeros to the right and below. Boxes
 * are cut to the view and those without area dropped. Masks go along (nearest; 255 from outside), also
 * through AutoAugment, which the released segmentation code leaves out.
 *
 * The paper's ranges for S1 and S2 and N = 1 of S4 are quoted from its release and reviews, not from its
 * tables. Its code was not released for S4.
 *
 * @returns A pipeline; images in [0, 1] unless `normalize` says otherwise.
 * @throws {RangeError} If a value is outside its range; the message names the field.
 * @throws {TypeError} If a field is not known.
 *
 * @see Zoph et al., Rethinking Pre-training and Self-training, 2020, section 3 and appendix:
 *   https://arxiv.org/abs/2006.06882; tensorflow/tpu, models/official/detection
 *
 * @example
 * const pipeline = detectionViews({ policy: "S4", size: 640, stride: 128 });
 */
export function detectionViews(options: DetectionViewsOptions): DetectionPipeline {
  const fields = "policy size stride scale flip magnitude pixelScale normalize".split(" ");
  checkFields("detectionViews: options", options, fields);
  const { policy, size, stride = 1, magnitude = 10, pixelScale = 1 } = options;
  checkName("detectionViews: policy", policy, Object.keys(SCALES));
  checkSize("detectionViews: size", size);
  checkSize("detectionViews: stride", stride);
  const { scale = SCALES[policy], flip = policy === "none" ? 0 : 0.5 } = options;
  checkRange("detectionViews: scale", scale);
  checkNumber("detectionViews: flip", flip, 0, 1);
  checkNumber("detectionViews: magnitude", magnitude, 0);
  checkNumber("detectionViews: pixelScale", pixelScale, "above 0");
  const where = "detectionViews: ";
  const { normalize } = completeRecipe(where, { normalize: options.normalize }, size);
  const by = scalingOf(normalize, 255);
  const chosen = policyOf(policy, { magnitude, pixelScale });
  const padded = Math.ceil(size / stride) * stride;
  const length = padded * padded * 3;
  const complete = { policy, size, stride, scale, flip, magnitude, pixelScale, normalize };
  return {
    recipe: { url: import.meta.url, factory: "detectionViews", options: complete },
    height: padded,
    width: padded,
    render(scene, { seed, epoch, sample, view }, into = new Float32Array(length)) {
      checkScene("detectionViews", scene);
      checkViewLength("detectionViews", { length: into.length, expected: length });
      const kept = { ...scene, objects: scene.objects.filter(({ crowd }) => crowd !== true) };
      const random = randomStream({ seed, purpose: "detection view", epoch, sample, view });
      const drawn = drawDetectionView({ policy: chosen, flip, scale }, random, kept.objects.length);
      const operations = { drawn: drawn.operations };
      const changed = chosen ? applyPolicyToScene(kept, { policy: chosen, ...operations }) : kept;
      const placed = placement(scene.picture, drawn, size);
      const frame = { placement: placed, flip: drawn.flip, size, padded };
      placePicture(changed.picture, frame, { by, into });
      return {
        ...placed,
        image: into,
        objects: placedObjects(changed.objects, scene.picture, frame),
        mask: changed.mask && placedMask(changed.mask, scene.picture, frame),
        flipped: drawn.flip,
      };
    },
  };
}

function policyOf(
  policy: DetectionViewsOptions["policy"],
  { magnitude, pixelScale }: { magnitude: number; pixelScale: number },
): Policy | false {
  if (policy === "S2" || policy === "S3") return detectionAutoAugment("v0", { pixelScale });
  return policy === "S4" && detectionRandAugment({ magnitude, pixelScale });
}
