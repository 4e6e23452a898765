import type * as tf from "@tensorflow/tfjs";
import { assertShapes } from "@unlabeled/core";
import { assertClasses } from "./attack.ts";
import { predictedClasses } from "./predicted-classes.ts";

/** How many rows of logits `[N, L]` are greatest at their label; disposes the logits. Errors name `caller`. */
export async function rightAnswers(
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
