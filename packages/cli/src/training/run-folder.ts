import { constants, existsSync } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { readRun } from "@unlabeled/train";
import { UserError } from "../user-error.ts";

/** A run that is in a folder already. */
export interface EarlierRun {
  /** Drawn when it began. */
  readonly id: string;
  /** As run.json has it: whatever wrote that. */
  readonly config: unknown;
  /** Of the pictures that it learned from. */
  readonly fingerprint: unknown;
  /** Updates that the newest checkpoint has behind it, and of how many. */
  readonly step: number;
  readonly totalSteps: number;
}

/**
 * The run in a folder; undefined if there is none.
 *
 * @throws {UserError} If there is one that was not made by this software.
 */
export async function earlierRun(folder: string): Promise<EarlierRun | undefined> {
  if (!existsSync(join(folder, "run.json"))) return undefined;
  try {
    const { record, checkpoints } = await readRun(folder);
    const { id, config, data, epochs, batchesPerEpoch } = record;
    return {
      id,
      config,
      fingerprint: data.fingerprint,
      step: checkpoints[0]?.step ?? 0,
      totalSteps: epochs * batchesPerEpoch,
    };
  } catch (cause) {
    throw new UserError(
      `${folder} must be a run of unlabeled pretrain; got a folder whose run.json is of another kind. Name another folder.`,
      { cause },
    );
  }
}

/**
 * Looks whether a run can be kept in a folder, before anything is computed or written.
 *
 * @throws {UserError} If it cannot, or if it has a run and is not to be resumed.
 */
export async function checkRunFolder(
  folder: string,
  earlier: EarlierRun | undefined,
  resume: boolean,
): Promise<void> {
  if (earlier !== undefined && !resume) {
    throw new UserError(
      `--run must be a folder without a run; got ${folder}, which has one at step ${earlier.step} of ${earlier.totalSteps}. Go on with it by --resume, or name another folder.`,
    );
  }
  const existing = nearestExisting(resolve(folder));
  if (!(await stat(existing)).isDirectory()) {
    throw new UserError(
      `--run must be a folder; got ${folder}, where ${existing} is a file. Name another place.`,
    );
  }
  try {
    await access(existing, constants.W_OK);
  } catch (cause) {
    throw new UserError(
      `--run must be a folder that can be written; got ${folder}, where ${existing} cannot. Name another place, or change its permissions.`,
      { cause },
    );
  }
}

/** @throws {UserError} If a run that is to be resumed learned from other pictures. */
export function checkSamePictures(
  folder: string,
  earlier: EarlierRun,
  path: string,
  { fingerprint }: { readonly fingerprint: string },
): void {
  if (earlier.fingerprint === fingerprint) return;
  throw new UserError(
    `PATH must hold the very pictures that ${folder} began with; got ${path}, which holds others. Bring those back, or start a new run in another folder.`,
  );
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

/**
 * What identifies the weights of a run that others learn from: its own id and how many updates are behind them.
 *
 * @throws {UserError} If it has no checkpoint yet.
 */
export function weightsIdentity(
  folder: string,
  { id, step }: EarlierRun,
  argument = "RUN",
): string {
  if (step > 0) return `${id}/${step}`;
  throw new UserError(`${argument} must have a checkpoint; got ${folder}, which has none yet.`);
}
