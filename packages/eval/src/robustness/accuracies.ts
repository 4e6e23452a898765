import type * as tf from "@tensorflow/tfjs";
import { assertShapes } from "@unlabeled/core";
import type { PictureBatch } from "../features/picture-batch.ts";
import { assertBatch, assertClasses } from "./attack.ts";
import { predictedClasses } from "./predicted-classes.ts";

/** Logits `[N, L]` of a batch whose labels these are. */
type LogitsOf = (batch: PictureBatch, labels: Int32Array) => tf.Tensor2D;

/**
 * Accuracies of several answers to the same pictures, in [0, 1]. Each batch's images are disposed.
 *
 * @param caller - What errors name.
 * @param check - What else is asked of images; called once a batch, before the answers.
 * @throws {RangeError} If there is no picture, labels are not one an image or not classes, or a logit is not finite.
 * @throws {TypeError} If labels are missing.
 */
export async function accuracies(
  caller: string,
  batches: AsyncIterable<PictureBatch>,
  answers: readonly LogitsOf[],
  check?: (images: tf.Tensor4D) => Promise<void>,
): Promise<number[]> {
  const right = answers.map(() => 0);
  let count = 0;
  for await (const batch of batches) {
    try {
      const labels = labelsOf(caller, batch);
      await check?.(batch.images);
      for (const [at, logitsOf] of answers.entries()) {
        right[at] =
          (right[at] as number) + (await rightAnswers(caller, logitsOf(batch, labels), labels));
      }
      count += labels.length;
    } finally {
      batch.images.dispose();
    }
  }
  if (count === 0) {
    throw new RangeError(`${caller}: batches must hold at least one picture; got none.`);
  }
  return right.map((each) => each / count);
}

/** The labels of a batch, one an image. */
function labelsOf(caller: string, { images, labels }: PictureBatch): Int32Array {
  if (labels === undefined) {
    throw new TypeError(
      `${caller}: batches must have labels; got none. Put each class's pictures in a folder of its own, or give labels to the source.`,
    );
  }
  assertBatch(caller, images, labels);
  return labels;
}

/** How many rows of logits `[N, L]` are greatest at their label; disposes the logits. */
async function rightAnswers(
  caller: string,
  logits: tf.Tensor2D,
  labels: Int32Array,
): Promise<number> {
  try {
    const { L } = assertShapes(caller, { logits: [logits, `${labels.length} L`] });
    assertClasses(caller, labels, L);
    const classes = await predictedClasses(caller, logits);
    return labels.filter((label, row) => classes[row] === label).length;
  } finally {
    logits.dispose();
  }
}
