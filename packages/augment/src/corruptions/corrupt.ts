import { type Picture, randomStream } from "@unlabeled/core";
import { checkName, checkWhole } from "../recipes/check-value.ts";
import { checkPicture } from "../render/check-render.ts";
import { brightness } from "./brightness.ts";
import { contrast } from "./contrast.ts";
import type {
  Corruption,
  CorruptionName,
  CorruptionSeverity,
  CorruptionTable,
} from "./corruption.ts";
import { CORRUPTIONS } from "./corruptions.ts";
import { defocusBlur } from "./defocus-blur.ts";
import { elasticTransform } from "./elastic-transform.ts";
import { fog } from "./fog.ts";
import { frost } from "./frost.ts";
import { gaussianNoise } from "./gaussian-noise.ts";
import { glassBlur } from "./glass-blur.ts";
import { impulseNoise } from "./impulse-noise.ts";
import { jpegCompression } from "./jpeg-compression.ts";
import { motionBlur } from "./motion-blur.ts";
import { pixelate } from "./pixelate.ts";
import { shotNoise } from "./shot-noise.ts";
import { snow } from "./snow.ts";
import { zoomBlur } from "./zoom-blur.ts";

export interface CorruptOptions {
  /** Which of `CORRUPTIONS`. */
  readonly corruption: CorruptionName;
  /** 1 is the mildest, 5 the worst; an integer. */
  readonly severity: CorruptionSeverity;
  /** Of the evaluation, an integer in [0, 2^32). */
  readonly seed: number;
  /** Position of the picture in its source, an integer in [0, 2^32). */
  readonly sample: number;
  /**
   * "imagenet": the numbers of ImageNet-C, lengths in pixels of a picture of 224 x 224. "small": those of
   * CIFAR-10-C, for 32 x 32. Neither scales with the picture. Default "imagenet".
   */
  readonly table?: CorruptionTable | undefined;
}

const APPLY: Readonly<Record<CorruptionName, Corruption>> = {
  gaussianNoise,
  shotNoise,
  impulseNoise,
  defocusBlur,
  glassBlur,
  motionBlur,
  zoomBlur,
  snow,
  frost,
  fog,
  brightness,
  contrast,
  elasticTransform,
  pixelate,
  jpegCompression,
};

/**
 * A picture as one of the corruptions of ImageNet-C leaves it.
 *
 * A pure function: what is random depends on the seed, the sample and the corruption, and is the same for
 * all severities. Both tables are those of the benchmark's published code, read there. Two things differ
 * from its files: `frost` has procedural textures, not the benchmark's photographs, so its figures are not
 * comparable; and ImageNet-C's files were saved as JPEG of quality 85 afterwards, which is not done here.
 * Published figures are measured on those files.
 *
 * @returns A new picture of the same size.
 * @throws {RangeError} If an option is out of its range, or the picture is not whole.
 * @throws {TypeError} If the pixels are not bytes.
 *
 * @see Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common Corruptions and
 *   Perturbations, 2019, section 4.1 and appendix A: https://arxiv.org/abs/1903.12261
 * @see hendrycks/robustness, make_imagenet_c.py and make_cifar_c.py (Apache-2.0); the Python package
 *   imagecorruptions 1.1.2 (Michaelis et al. 2019, Apache-2.0), its port to pictures of any size
 *
 * @example
 * const foggy = corrupt(picture, { corruption: "fog", severity: 3, seed: 0, sample: 17 });
 */
export function corrupt(
  picture: Picture,
  { corruption, severity, seed, sample, table = "imagenet" }: CorruptOptions,
): Picture {
  checkPicture("corrupt", "picture", picture);
  checkName("corrupt: corruption", corruption, CORRUPTIONS);
  checkWhole("corrupt: severity", severity, 1, 5);
  checkName("corrupt: table", table, ["imagenet", "small"]);
  checkWhole("corrupt: seed", seed, 0, 0xffffffff);
  checkWhole("corrupt: sample", sample, 0, 0xffffffff);
  const random = randomStream({ seed, purpose: `corruption/${corruption}`, sample });
  const pixels = APPLY[corruption](picture, { table, severity, random });
  return { width: picture.width, height: picture.height, pixels };
}
