import type { CorruptionName } from "./corruption.ts";

/**
 * The names of the fifteen corruptions, in the paper's order: noise, blur, weather, digital.
 *
 * @see Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common Corruptions and
 *   Perturbations, 2019, table 1: https://arxiv.org/abs/1903.12261
 */
export const CORRUPTIONS: readonly CorruptionName[] = [
  "gaussianNoise",
  "shotNoise",
  "impulseNoise",
  "defocusBlur",
  "glassBlur",
  "motionBlur",
  "zoomBlur",
  "snow",
  "frost",
  "fog",
  "brightness",
  "contrast",
  "elasticTransform",
  "pixelate",
  "jpegCompression",
];
