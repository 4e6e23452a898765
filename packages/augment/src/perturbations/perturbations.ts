import type { PerturbationName } from "./perturbation.ts";

/**
 * The names of the ten perturbations, in the paper's order: noise, blur, weather, digital.
 *
 * @see Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common Corruptions and
 *   Perturbations, 2019, table 3: https://arxiv.org/abs/1903.12261
 */
export const PERTURBATIONS: readonly PerturbationName[] = [
  "gaussianNoise",
  "shotNoise",
  "motionBlur",
  "zoomBlur",
  "snow",
  "brightness",
  "translate",
  "rotate",
  "tilt",
  "scale",
];
