/**
 * AlexNet's error on each corruption of ImageNet-C, mean over the five severities, in [0, 1]: what the mean
 * corruption error is relative to. In the paper's order, by the names that `corrupt` of @unlabeled/augment has.
 *
 * @see google-research/augmix, imagenet.py; to 0.1 % in Hendrycks and Dietterich 2019, appendix D:
 *   https://arxiv.org/abs/1903.12261
 */
export const ALEXNET_ERRORS: Readonly<Record<string, number>> = {
  gaussianNoise: 0.886428,
  shotNoise: 0.894468,
  impulseNoise: 0.92264,
  defocusBlur: 0.81988,
  glassBlur: 0.826268,
  motionBlur: 0.785948,
  zoomBlur: 0.79836,
  snow: 0.866816,
  frost: 0.826572,
  fog: 0.819324,
  brightness: 0.564592,
  contrast: 0.853204,
  elasticTransform: 0.646056,
  pixelate: 0.71784,
  jpegCompression: 0.6065,
};

/** AlexNet's error on clean ImageNet, in [0, 1]: Hendrycks and Dietterich 2019, table 1. */
export const ALEXNET_CLEAN_ERROR = 0.435;

/**
 * AlexNet's flip probability on each perturbation of ImageNet-P, in [0, 1]: what the mean flip rate is
 * relative to. In the paper's order.
 *
 * @see Hendrycks and Dietterich 2019, appendix E: https://arxiv.org/abs/1903.12261
 */
export const ALEXNET_FLIP_PROBABILITIES: Readonly<Record<string, number>> = {
  gaussianNoise: 0.2365,
  shotNoise: 0.3006,
  motionBlur: 0.093,
  zoomBlur: 0.0594,
  snow: 0.1193,
  brightness: 0.0489,
  translate: 0.1101,
  rotate: 0.131,
  tilt: 0.0705,
  scale: 0.2353,
};
