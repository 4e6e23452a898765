import type { ImageClassifier } from "@unlabeled/simclr-distill";
import { loadCheckpoint, restoreNetwork } from "@unlabeled/train";
import { pretrainConfig } from "../config/pretrain-config.ts";
import { resolveConfig } from "../config/resolve-config.ts";
import type { ResolvedConfig } from "../config/resolved-config.ts";
import { earlierRun, weightsIdentity } from "../training/run-folder.ts";
import { UserError } from "../user-error.ts";

/** A run of `unlabeled pretrain` to fine-tune; nothing of its network is read yet. */
export interface PretrainedRun {
  readonly config: ResolvedConfig;
  /** What identifies its weights: the run's own id and how many updates are behind them. */
  readonly identity: string;
}

/** @throws {UserError} If there is no such run in the folder, or it has no checkpoint yet. */
export async function pretrainedRun(folder: string): Promise<PretrainedRun> {
  const run = await earlierRun(folder);
  const parsed = pretrainConfig.safeParse(run?.config);
  if (run === undefined || !parsed.success) {
    const got = run === undefined ? "which has no run.json" : "another kind of run";
    throw new UserError(
      `RUN must be a folder that unlabeled pretrain made; got ${folder}, ${got}.`,
    );
  }
  return { config: resolveConfig(parsed.data), identity: weightsIdentity(folder, run) };
}

/** Gives a classifier's backbone, and its layers of the projector, what they learned in a run. */
export async function restorePretrained(
  folder: string,
  { backbone, projector }: ImageClassifier,
): Promise<void> {
  const checkpoint = await loadCheckpoint(folder);
  restoreNetwork(backbone, checkpoint, "backbone");
  if (projector === undefined) return;
  const own = [...projector.parameters, ...projector.statistics].map(
    ({ name }) => `projector/${name}`,
  );
  const tensors = Object.fromEntries(
    Object.entries(checkpoint.tensors).filter(([name]) => own.includes(name)),
  );
  restoreNetwork(projector, { ...checkpoint, tensors }, "projector");
}
