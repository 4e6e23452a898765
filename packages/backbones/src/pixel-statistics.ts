import * as tf from "@tensorflow/tfjs";

/** Mean and standard deviation of pixels, one number a channel, in units of images in [0, 1]. */
export interface PixelStatistics {
  /** Red, green, blue. */
  readonly mean: readonly [number, number, number];
  /** Red, green, blue; > 0. */
  readonly deviation: readonly [number, number, number];
}

/** ImageNet's, as BYOL's code and torchvision's weights have them. */
export const IMAGENET_PIXELS: PixelStatistics = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
};

/** (images − mean) / deviation. */
export function standardize(
  images: tf.Tensor4D,
  { mean, deviation }: PixelStatistics,
): tf.Tensor4D {
  return tf.tidy(() => tf.div(tf.sub(images, tf.tensor1d([...mean])), tf.tensor1d([...deviation])));
}

/** @throws {RangeError} If a number is not finite, or a deviation not positive. */
export function assertPixelStatistics(caller: string, { mean, deviation }: PixelStatistics): void {
  if (mean.length !== 3 || !mean.every(Number.isFinite)) {
    throw new RangeError(
      `${caller}: normalize.mean must be three numbers, for images in [0, 1]; got [${mean.join(", ")}].`,
    );
  }
  if (deviation.length !== 3 || !deviation.every((d) => d > 0 && Number.isFinite(d))) {
    throw new RangeError(
      `${caller}: normalize.deviation must be three positive numbers, for images in [0, 1]; got [${deviation.join(", ")}].`,
    );
  }
}
