import { type NamedVariable, variableTensors } from "@unlabeled/core";
import type { RunRecord } from "../run/run-record.ts";
import { writeWhole } from "../run/write-whole.ts";
import { encodeCheckpoint } from "./checkpoint-bytes.ts";
import { checkpointFile } from "./checkpoint-files.ts";

export interface SaveCheckpointOptions {
  readonly step: number;
  readonly record: RunRecord;
  readonly variables: readonly NamedVariable[];
}

/** @throws {Error} If a value is not finite: what is there already is better than this. */
export async function saveCheckpoint(
  run: string,
  { step, record, variables }: SaveCheckpointOptions,
): Promise<void> {
  const tensors = await variableTensors(variables);
  for (const [name, { dtype, values }] of Object.entries(tensors)) {
    if (dtype === "F32" && !values.every(Number.isFinite)) {
      throw new Error(
        `train: ${name} must be finite; got NaN or Infinity in it after step ${step}, so no checkpoint was ` +
          "written. Try a lower learningRate, a longer warm-up or clipNorm, in a new run.",
      );
    }
  }
  await writeWhole(checkpointFile(run, step).path, encodeCheckpoint({ step, record, tensors }));
}
