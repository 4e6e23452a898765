import type * as tf from "@tensorflow/tfjs";
import { assertShapes } from "@unlabeled/core";
import { assertClasses } from "./attack.ts";

/** How many rows of logits `[N, L]` are greatest at their label; disposes the logits. For `attackAccuracy`. */
export async function rightAnswers(logits: tf.Tensor2D, labels: Int32Array): Promise<number> {
  try {
    const { L } = assertShapes("attackAccuracy", { logits: [logits, `${labels.length} L`] });
    assertClasses("attackAccuracy", labels, L);
    const values = await logits.data();
    const wrong = values.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) {
      throw new RangeError(
        `attackAccuracy: logits must be finite; got ${wrong}. A network whose logits are not finite has diverged.`,
      );
    }
    let right = 0;
    for (const [row, label] of labels.entries()) {
      const own = values.subarray(row * L, (row + 1) * L);
      if (own.indexOf(Math.max(...own)) === label) right++;
    }
    return right;
  } finally {
    logits.dispose();
  }
}
