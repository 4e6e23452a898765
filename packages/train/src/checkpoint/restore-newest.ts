import { readFile, rename } from "node:fs/promises";
import { type NamedVariable, restoreVariables } from "@unlabeled/core";
import { decodeCheckpoint } from "./checkpoint-bytes.ts";
import { checkpointFiles } from "./checkpoint-files.ts";

/** Marks a checkpoint that is not whole: it stays for its owner to look at, and is not tried again. */
const DAMAGED = ".damaged";

interface Restored {
  /** Updates that the variables have behind them; 0 if there was no checkpoint yet. */
  readonly step: number;
  readonly notices: readonly string[];
}

/**
 * Gives the variables the values of a run's newest whole checkpoint.
 *
 * Damaged ones are renamed to `….damaged` once a whole one is found.
 *
 * @throws {Error} If there are checkpoints, and none is whole.
 */
export async function restoreNewest(
  run: string,
  variables: readonly NamedVariable[],
): Promise<Restored> {
  const damaged: { path: string; reason: string }[] = [];
  for (const { path } of await checkpointFiles(run)) {
    const checkpoint = decodeCheckpoint(await readFile(path));
    if (typeof checkpoint === "string") {
      damaged.push({ path, reason: checkpoint });
      continue;
    }
    restoreVariables(variables, checkpoint.tensors);
    for (const { path } of damaged) await rename(path, path + DAMAGED);
    const notices = damaged.map(
      (file) => `${file.path} is damaged (${file.reason}); went on from step ${checkpoint.step}`,
    );
    return { step: checkpoint.step, notices };
  }
  if (damaged.length === 0) {
    return { step: 0, notices: [`${run} had no checkpoint yet; began again at its first step`] };
  }
  const list = damaged.map(({ path, reason }) => `\n  ${path}: ${reason}`).join("");
  throw new Error(
    `train: a run to resume must have a whole checkpoint; got only damaged ones:${list}\n` +
      "Remove them to begin again at the first step.",
  );
}
