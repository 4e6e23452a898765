import type { Backbone } from "@unlabeled/core";
import { loadCheckpoint, restoreNetwork } from "@unlabeled/train";
import { pretrainConfig } from "../config/pretrain-config.ts";
import { resolveConfig } from "../config/resolve-config.ts";
import type { ResolvedConfig } from "../config/resolved-config.ts";
import { earlierRun } from "../training/run-folder.ts";
import { UserError } from "../user-error.ts";
import { buildBackbone } from "./backbone.ts";

/** A run of `unlabeled pretrain`; nothing of its network is read yet. */
export interface TrainedRun {
  readonly config: ResolvedConfig;
  /** The backbone of the newest whole checkpoint. Needs an engine. */
  restore(): Promise<Restored>;
}

interface Restored {
  readonly backbone: Backbone;
  /** Optimizer updates that it has seen. */
  readonly step: number;
}

/** @throws {UserError} If there is no run of `unlabeled pretrain` in the folder. */
export async function trainedRun(folder: string): Promise<TrainedRun> {
  const run = await earlierRun(folder);
  if (run === undefined) {
    throw new UserError(
      `RUN must be a folder that unlabeled pretrain made; got ${folder}, which has no run.json.`,
    );
  }
  const { success, data } = pretrainConfig.safeParse(run.config);
  if (!success) {
    throw new UserError(
      `RUN must be a folder that unlabeled pretrain made; got ${folder}, whose run.json has another kind of configuration.`,
    );
  }
  const config = resolveConfig(data);
  return {
    config,
    async restore() {
      const backbone = buildBackbone(config);
      const checkpoint = await loadCheckpoint(folder);
      restoreNetwork(backbone, checkpoint, "backbone");
      return { backbone, step: checkpoint.step };
    },
  };
}
