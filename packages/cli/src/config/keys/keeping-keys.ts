import { z } from "zod";
import { count, orFalse, positive } from "./values.ts";

const LOGS = ["tensorboard", "csv"] as const;

const probe = z.strictObject({
  data: z
    .string()
    .min(1)
    .describe(
      "Pictures with labels: a sub-folder a class, tar shards, Parquet, IDX … Relative to this file. No default: it must be given.",
    ),
  everyEpochs: count
    .optional()
    .describe(
      "Epochs from one measurement to the next, an integer of at least 1, at most epochs. Default: a tenth of epochs, at least 1; none where everySteps is given.",
    ),
  everySteps: count
    .optional()
    .describe("Updates from one measurement to the next, an integer of at least 1. Default: none."),
});

/** Keys that say what is kept and watched of a training. They change nothing of what is learned. */
export const keepingKeys = {
  checkpointEverySeconds: orFalse(positive)
    .optional()
    .describe(
      "Seconds from one checkpoint to the next, > 0; false: not by the clock. Default: 120, or false where checkpointEverySteps is given. The end and a stop always make one.",
    ),
  checkpointEverySteps: orFalse(count)
    .optional()
    .describe(
      "Updates from one checkpoint to the next, an integer of at least 1; false: not by updates. Default: false.",
    ),
  keep: z
    .int()
    .min(2)
    .default(3)
    .describe(
      "Checkpoints that stay, the newest ones, an integer of at least 2: one is left if the last is damaged. Default: 3.",
    ),
  logs: z
    .array(z.enum(LOGS))
    .refine((names) => new Set(names).size === names.length, "must name each log once")
    .default([])
    .describe(
      "Logs for other programs beside metrics.jsonl: tensorboard (event files), csv (metrics.csv). Default: none.",
    ),
  guard: z
    .enum(["stop", "pause", "off"])
    .default("stop")
    .describe(
      "What happens when the run is seen not to learn. stop: it ends, and its newest checkpoint is from before the first sign; pause: it is saved as it is and ends, to be looked at and resumed; off: nobody looks. Default: stop.",
    ),
  probe: orFalse(probe)
    .optional()
    .describe(
      "Labelled pictures by which the features are measured now and then, without changing what is learned; false: none. Default: false.",
    ),
};
