import * as tf from "@tensorflow/tfjs";
import { evaluationView } from "@unlabeled/augment";
import type { Backbone } from "@unlabeled/core";
import { evaluationBatches, type ProbabilityRows, type Source } from "@unlabeled/data";

export interface ProbabilitiesOptions {
  /** Height and width of the view, pixels. */
  readonly size: number;
  readonly batchSize: number;
  /** Threads that prepare pictures. Default: those of `evaluationBatches`. */
  readonly workers?: number | undefined;
  /** Whether there are others, so that it is no fault if none of these can be read. */
  readonly isPart: boolean;
}

/**
 * What a classifier says of pictures as they are: softmax of its logits, in mode "evaluate".
 *
 * @param network - From images `[N, H, W, 3]` to logits `[N, L]`.
 * @throws {Error} As `evaluationBatches`, while iterating.
 */
export async function* teacherProbabilities(
  network: Pick<Backbone, "apply">,
  pictures: Source,
  { size, batchSize, workers, isPart }: ProbabilitiesOptions,
): AsyncGenerator<ProbabilityRows, void, undefined> {
  const batches = evaluationBatches(pictures, evaluationView({ size }), {
    batchSize,
    cacheBytes: 0, // each is seen once
    ...(workers !== undefined && { workers }),
  });
  try {
    for await (const { images, indices } of batches) {
      const probabilities = tf.tidy(() => tf.softmax(network.apply(images, "evaluate")));
      images.dispose();
      const values = (await probabilities.data()) as Float32Array;
      probabilities.dispose();
      yield { indices, values };
    }
  } catch (error) {
    if (!isPart || batches.skipped.length < pictures.length) throw error;
  } finally {
    await batches.close();
  }
}
