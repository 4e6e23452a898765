import * as tf from "@tensorflow/tfjs";
import type { PictureBatch } from "../features/picture-batch.ts";
import type { Classifier } from "./attack.ts";
import { predictedClasses } from "./predicted-classes.ts";

export interface FramePredictionsOptions {
  /** Frames of a strip, one below another, all of one height; an integer ≥ 1. */
  readonly frames: number;
}

/**
 * What classifiers predict for every frame of perturbed pictures: the class of the greatest logit.
 *
 * Networks compute in mode "evaluate" and are left as they are. All see the same frames, so that each picture is perturbed once. Each
 * batch's images are disposed. Of equal logits the smaller class counts as the greater, as in `topAccuracy`.
 *
 * @param networks - From images to logits `[N, L]`.
 * @param batches - Strips, `[N, frames * H, W, C]`: `evaluationBatches` of @unlabeled/data with `perturbedView` of
 *   @unlabeled/augment. Labels are not needed.
 * @returns For each network a sequence for each picture, in the order of the batches: for `flipRates`.
 * @throws {RangeError} If there is no picture, strips are not that many frames high, or a logit is not finite.
 *
 * @see Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common Corruptions and
 *   Perturbations, 2019, section 4.2: https://arxiv.org/abs/1903.12261
 *
 * @example
 * const view = perturbedView({ size: 64, perturbation: "tilt" });
 * const batches = evaluationBatches(photos, view, { batchSize: 8 });
 * const [tilt] = await framePredictions([network], batches, { frames: view.height / view.width });
 */
export async function framePredictions(
  networks: readonly Classifier[],
  batches: AsyncIterable<PictureBatch>,
  { frames }: FramePredictionsOptions,
): Promise<Int32Array[][]> {
  if (!Number.isInteger(frames) || frames < 1) {
    throw new RangeError(`framePredictions: frames must be a positive integer; got ${frames}.`);
  }
  const sequences: Int32Array[][] = networks.map(() => []);
  let count = 0;
  for await (const { images } of batches) {
    try {
      for (const [at, network] of networks.entries()) {
        const classes = await predicted(network, images, frames);
        for (let first = 0; first < classes.length; first += frames) {
          sequences[at]?.push(classes.slice(first, first + frames));
        }
      }
      count += images.shape[0];
    } finally {
      images.dispose();
    }
  }
  if (count === 0) {
    throw new RangeError("framePredictions: batches must hold at least one picture; got none.");
  }
  return sequences;
}

/** Classes of the frames of strips, `[N * frames]`. */
async function predicted(
  network: Classifier,
  strips: tf.Tensor4D,
  frames: number,
): Promise<Int32Array> {
  const [N, height, width, channels] = strips.shape;
  if (height % frames !== 0) {
    throw new RangeError(
      `framePredictions: batches must hold strips of ${frames} frames of one height; got images ${height} high.`,
    );
  }
  const logits = tf.tidy(() => {
    const rows = [N * frames, height / frames, width, channels] as const;
    return network.apply(tf.reshape(strips, [...rows]), "evaluate"); // [N * frames, L]
  });
  try {
    return await predictedClasses("framePredictions", logits);
  } finally {
    logits.dispose();
  }
}
