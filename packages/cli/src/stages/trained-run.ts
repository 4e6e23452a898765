import type { Backbone } from "@unlabeled/core";
import { loadCheckpoint, restoreNetwork } from "@unlabeled/train";
import { buildBackbone } from "../assemble/backbone.ts";
import { pretrainConfig } from "../config/pretrain-config.ts";
import { resolveConfig } from "../config/resolve-config.ts";
import type { ResolvedConfig, ResolvedNetwork } from "../config/resolved-config.ts";
import { earlierRun, weightsIdentity } from "../training/run-folder.ts";
import { UserError } from "../user-error.ts";
import { buildClassifier } from "./build-classifier.ts";
import { type ClassifierConfig, classifierConfigOf } from "./classifier-config.ts";
import { restoreClassifier } from "./trained-classifier.ts";

/** A run with a backbone; nothing of its network is read yet. */
export interface TrainedRun {
  readonly config: BackboneConfig;
  /**
   * What identifies its weights: the run's own id and how many updates are behind them.
   *
   * @throws {UserError} If it has no checkpoint yet.
   */
  identity(): string;
  /** The backbone of the newest whole checkpoint. Needs an engine. */
  restore(): Promise<Restored>;
}

/** What of a configuration says which backbone there is, and how large the pictures are that it sees. */
type BackboneConfig = ResolvedNetwork & Pick<ResolvedConfig, "size" | "seed">;

interface Restored {
  readonly backbone: Backbone;
  /** Optimizer updates that it has seen. */
  readonly step: number;
}

/**
 * @param argument - What the folder is called where it is not such a run.
 * @throws {UserError} If there is no run of `unlabeled pretrain`, `finetune`, `distill` or `noisy-student` in the folder.
 */
export async function trainedRun(folder: string, argument = "RUN"): Promise<TrainedRun> {
  const run = await earlierRun(folder);
  const made = `${argument} must be a folder that unlabeled pretrain, finetune, distill or noisy-student made`;
  if (run === undefined) {
    throw new UserError(`${made}; got ${folder}, which has no run.json.`);
  }
  const classifier = classifierConfigOf(run.config);
  const identity = () => weightsIdentity(folder, run, argument);
  if (classifier !== undefined) return { ...ofClassifier(folder, classifier), identity };
  const { success, data } = pretrainConfig.safeParse(run.config);
  if (!success) {
    throw new UserError(
      `${made}; got ${folder}, whose run.json has another kind of configuration.`,
    );
  }
  const config = resolveConfig(data);
  return {
    ...{ config, identity },
    async restore() {
      const backbone = buildBackbone(config);
      const checkpoint = await loadCheckpoint(folder);
      restoreNetwork(backbone, checkpoint, "backbone");
      return { backbone, step: checkpoint.step };
    },
  };
}

/** The backbone of a classifier, without what stands on it. */
function ofClassifier(folder: string, classifier: ClassifierConfig): Omit<TrainedRun, "identity"> {
  const { network, size, seed } = classifier;
  return {
    config: { ...network, size, seed },
    async restore() {
      const backbone = buildBackbone({ ...network, seed });
      const whole = buildClassifier(classifier, backbone);
      return { backbone, step: await restoreClassifier(folder, whole, classifier) };
    },
  };
}
