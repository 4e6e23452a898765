import type * as tf from "@tensorflow/tfjs";
import { assertShapes } from "@unlabeled/core";
import { assertClasses } from "./attack.ts";
import { predictedClasses } from "./predicted-classes.ts";

/** How many rows of logits `[N, L]` are greatest at their label; disposes the logits. For `attackAccuracy`. */
export async function rightAnswers(logits: tf.Tensor2D, labels: Int32Array): Promise<number> {
  try {
    const { L } = assertShapes("attackAccuracy", { logits: [logits, `${labels.length} L`] });
    assertClasses("attackAccuracy", labels, L);
    const classes = await predictedClasses("attackAccuracy", logits);
    return labels.filter((label, row) => classes[row] === label).length;
  } finally {
    logits.dispose();
  }
}
