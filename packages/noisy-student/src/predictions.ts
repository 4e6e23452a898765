import { assertPositiveIntegers } from "@unlabeled/core";

/**
 * A teacher's choice for each of N pictures: eight bytes a picture, whatever the number of classes, so that the pictures may be
 * many millions.
 */
export interface Predictions {
  /** The class of the greatest probability, `[N]`, in [0, L). */
  readonly labels: Int32Array;
  /** That probability, `[N]`, in [0, 1]. */
  readonly confidences: Float32Array;
  /** L, the number of classes. */
  readonly classes: number;
}

const GREATEST = 1.001; // a softmax in float32 may sum to a little more than 1

/** @throws {RangeError} If predictions are none, or not one label and one confidence a picture, each in its range. */
export function assertPredictions(
  caller: string,
  { labels, confidences, classes }: Predictions,
): void {
  assertPositiveIntegers(caller, { classes });
  const N = labels.length;
  if (N === 0 || confidences.length !== N) {
    throw new RangeError(
      `${caller}: predictions must have one label and one confidence for each of at least one picture; got ${N} and ${confidences.length}.`,
    );
  }
  for (let i = 0; i < N; i++) {
    const [label, confidence] = [labels[i] as number, confidences[i] as number];
    if (!(label >= 0 && label < classes)) {
      throw new RangeError(
        `${caller}: labels must be in [0, ${classes}), the classes; got ${label} of picture ${i}.`,
      );
    }
    if (!(confidence >= 0 && confidence <= GREATEST)) {
      throw new RangeError(
        `${caller}: confidences must be in [0, 1]; got ${confidence} of picture ${i}.`,
      );
    }
  }
}
