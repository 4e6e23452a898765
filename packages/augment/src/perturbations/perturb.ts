import { type Picture, randomStream } from "@unlabeled/core";
import type { CorruptionTable } from "../corruptions/corruption.ts";
import { checkName, checkWhole } from "../recipes/check-value.ts";
import { checkPicture } from "../render/check-render.ts";
import { brightness } from "./brightness.ts";
import { middleSquare } from "./cropped.ts";
import { frameCount, MOST_FRAMES } from "./frame-count.ts";
import { gaussianNoise } from "./gaussian-noise.ts";
import { motionBlur } from "./motion-blur.ts";
import type { Perturbation, PerturbationName } from "./perturbation.ts";
import { PERTURBATIONS } from "./perturbations.ts";
import { rotate } from "./rotate.ts";
import { scale } from "./scale.ts";
import { shotNoise } from "./shot-noise.ts";
import { snow } from "./snow.ts";
import { tilt } from "./tilt.ts";
import { translate } from "./translate.ts";
import { zoomBlur } from "./zoom-blur.ts";

export interface PerturbOptions {
  /** Which of `PERTURBATIONS`. */
  readonly perturbation: PerturbationName;
  /** Of the evaluation, an integer in [0, 2^32). */
  readonly seed: number;
  /** Position of the picture in its source, an integer in [0, 2^32). */
  readonly sample: number;
  /**
   * "imagenet": the numbers of ImageNet-P, lengths in pixels of a picture of 224 x 224. "small": those of
   * CIFAR-10-P, for 32 x 32. Neither scales with the picture. Default "imagenet".
   */
  readonly table?: CorruptionTable | undefined;
  /**
   * How many, an integer in [2, 41], always as far apart as in the benchmark. Default its own: 31, but for translate 41, and with
   * "small" for motionBlur 21 and for translate 16.
   */
  readonly frames?: number | undefined;
  /**
   * Side of the square in the middle that frames show, pixels, at most the shorter side: what is moved brings in what lies
   * around it, as in ImageNet-P, which shows 224 of 256. Default: frames show the whole picture, around which all is
   * black, as in CIFAR-10-P.
   */
  readonly size?: number | undefined;
}

const APPLY: Readonly<Record<PerturbationName, Perturbation>> = {
  gaussianNoise,
  shotNoise,
  motionBlur,
  zoomBlur,
  snow,
  brightness,
  translate,
  rotate,
  tilt,
  scale,
};

/**
 * A picture as one of the perturbations of ImageNet-P changes it, a little from frame to frame: how often a network's
 * answer changes with it is its flip probability (`flipRate` of @unlabeled/eval).
 *
 * A pure function: what is random depends on the seed, the sample, the perturbation and, of noise, the frame. Noise
 * begins with the picture itself, and each other frame is drawn from it anew; `zoomBlur` begins with it too, and what
 * brightens or moves the picture passes by it. Both tables are those of the benchmark's published code, read there.
 * ImageNet-P's files were compressed as video (H.264) afterwards, which is not done here; published figures are measured on
 * those files.
 *
 * @returns Frames, each made when it is asked for, of the picture's size or `size` x `size`.
 * @throws {RangeError} If an option is out of its range, or the picture is not whole.
 * @throws {TypeError} If the pixels are not bytes.
 *
 * @see Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common Corruptions and
 *   Perturbations, 2019, section 4.2 and appendix: https://arxiv.org/abs/1903.12261
 * @see hendrycks/robustness, make_imagenet_p.py and make_cifar_p.py (Apache-2.0)
 *
 * @example
 * const tilted = [...perturb(picture, { perturbation: "tilt", seed: 0, sample: 17 })]; // 31 pictures
 */
export function perturb(
  picture: Picture,
  { perturbation, seed, sample, table = "imagenet", size, ...options }: PerturbOptions,
): Generator<Picture, void> {
  checkPicture("perturb", "picture", picture);
  checkName("perturb: perturbation", perturbation, PERTURBATIONS);
  checkName("perturb: table", table, ["imagenet", "small"]);
  checkWhole("perturb: seed", seed, 0, 0xffffffff);
  checkWhole("perturb: sample", sample, 0, 0xffffffff);
  const { frames = frameCount(perturbation, table) } = options;
  checkWhole("perturb: frames", frames, 2, MOST_FRAMES);
  const { width, height } = picture;
  if (size !== undefined) checkWhole("perturb: size", size, 1, Math.min(width, height));
  const crop =
    size === undefined ? { left: 0, top: 0, width, height } : middleSquare(picture, size);
  const purpose = `perturbation/${perturbation}`;
  const random = (frame: number) => randomStream({ seed, purpose, sample, view: frame });
  return pictures(APPLY[perturbation]({ whole: picture, crop }, { table, frames, random }), crop);
}

function* pictures(
  frames: Iterable<Uint8Array>,
  { width, height }: Pick<Picture, "width" | "height">,
): Generator<Picture, void> {
  for (const pixels of frames) yield { width, height, pixels };
}
