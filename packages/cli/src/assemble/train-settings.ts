import type { TrainOptions } from "@unlabeled/train";
import type { ResolvedConfig } from "../config/resolved-config.ts";

type Settings = Pick<
  TrainOptions,
  | "epochs"
  | "seed"
  | "chunk"
  | "guard"
  | "clipNorm"
  | "logs"
  | "keep"
  | "checkpointEverySeconds"
  | "checkpointEverySteps"
>;

/** What of a configuration the training loop takes as it is. */
export function trainSettings({
  epochs,
  seed,
  chunk,
  clipNorm,
  guard,
  logs,
  keep,
  checkpointEverySeconds,
  checkpointEverySteps,
}: Pick<ResolvedConfig, keyof Settings>): Settings {
  return {
    ...{ epochs, seed, logs, keep },
    guard: guard === "pause" ? "report" : guard, // the loop pauses by itself
    ...(chunk !== false && { chunk }),
    ...(clipNorm !== false && { clipNorm }),
    checkpointEverySeconds: checkpointEverySeconds || Number.POSITIVE_INFINITY,
    ...(checkpointEverySteps !== false && { checkpointEverySteps }),
  };
}
