import type { Progress, Schedule } from "@unlabeled/core";

/** The rate of one update. */
export function learningRateAt(learningRate: Schedule | number, progress: Progress): number {
  return typeof learningRate === "number" ? learningRate : learningRate(progress);
}
