import { resolve } from "node:path";
import type { ResolvedNetwork } from "../config/resolved-config.ts";
import { UserError } from "../user-error.ts";
import { type TrainedRun, trainedRun } from "./trained-run.ts";

/** A run with whose backbone a student begins. */
export interface InitialRun {
  readonly run: TrainedRun;
  /** What run.json keeps of it. */
  readonly record: InitialRecord;
}

export interface InitialRecord {
  /** Its folder. */
  readonly init: string;
  /** What identifies its weights. */
  readonly initWeights: string;
}

/** @throws {UserError} If `folder` has no run with a backbone, or no checkpoint yet. */
export async function initialRun(folder: string): Promise<InitialRun> {
  const run = await trainedRun(folder, "--init");
  return { run, record: { init: resolve(folder), initWeights: run.identity() } };
}

/** @throws {UserError} If a student's network is another one than that with whose weights it is to begin. */
export function checkSameNetwork({ run, record }: InitialRun, student: ResolvedNetwork): void {
  const [its, own] = [networkOf(run.config), networkOf(student)];
  if (its === own) return;
  throw new UserError(
    `--init must be a run with the student's network, ${own}; got ${record.init}, with ${its}. Name that backbone with --student, or another run.`,
  );
}

/** All that decides which weights there are, for people. */
function networkOf({ backbone, stem, grid, normalize }: ResolvedNetwork): string {
  return `${backbone} (stem ${stem}, grid ${grid}, normalize ${normalize})`;
}
