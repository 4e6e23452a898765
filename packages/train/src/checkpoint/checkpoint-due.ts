import type { TrainOptions } from "../train-options.ts";

const SECONDS = 120; // loses little, and costs little: benchmarks/checkpoint

/** Whether it is time for a checkpoint, by steps or by the clock. Asked once after each step. */
export function checkpointDue({
  checkpointEverySteps: everySteps,
  checkpointEverySeconds = everySteps === undefined ? SECONDS : Number.POSITIVE_INFINITY,
}: Pick<TrainOptions, "checkpointEverySteps" | "checkpointEverySeconds">): (
  step: number,
) => boolean {
  let last = performance.now();
  return (step) => {
    const late = performance.now() - last >= checkpointEverySeconds * 1000;
    const due = late || (everySteps !== undefined && step % everySteps === 0);
    if (due) last = performance.now();
    return due;
  };
}
