import type { ImageClassifier } from "@unlabeled/simclr-distill";
import { bestWeights, loadCheckpoint, restoreNetwork } from "@unlabeled/train";
import { earlierRun, weightsIdentity } from "../training/run-folder.ts";
import { UserError } from "../user-error.ts";
import { buildClassifier } from "./build-classifier.ts";
import { type ClassifierConfig, classifierConfigOf } from "./classifier-config.ts";
import { VALIDATION } from "./validation.ts";

/** A run of `unlabeled finetune`, `distill` or `noisy-student`; nothing of its network is read yet. */
export interface TrainedClassifier {
  readonly config: ClassifierConfig;
  /** What identifies its weights: the run's own id and how many updates are behind them. */
  readonly identity: string;
  /** The network of the newest whole checkpoint, or of the best weights. Needs an engine. */
  restore(): Promise<ImageClassifier>;
}

/** @throws {UserError} If there is no such run in the folder, or it has no checkpoint yet. */
export async function trainedClassifier(folder: string): Promise<TrainedClassifier> {
  const run = await earlierRun(folder);
  const config = classifierConfigOf(run?.config);
  if (run === undefined || config === undefined) {
    const got = run === undefined ? "which has no run.json" : "another kind of run";
    throw new UserError(
      `RUN must be a folder that unlabeled finetune, distill or noisy-student made; got ${folder}, ${got}.`,
    );
  }
  return {
    config,
    identity: weightsIdentity(folder, run),
    async restore() {
      const network = buildClassifier(config);
      await restoreClassifier(folder, network, config);
      return network;
    },
  };
}

/**
 * Gives a classifier what its run came to.
 *
 * @returns Updates behind the newest checkpoint.
 */
export async function restoreClassifier(
  folder: string,
  network: ImageClassifier,
  { patience, movingAverage }: Pick<ClassifierConfig, "patience" | "movingAverage">,
): Promise<number> {
  const checkpoint = await loadCheckpoint(folder);
  for (const part of ["backbone", "projector", "classifier"] as const) {
    const of = network[part];
    const role = movingAverage === undefined ? part : `average/${part}`;
    if (of !== undefined) restoreNetwork(of, checkpoint, role);
  }
  if (patience !== false) {
    await (await bestWeights(folder, network, { measure: VALIDATION })).restore();
  }
  return checkpoint.step;
}
