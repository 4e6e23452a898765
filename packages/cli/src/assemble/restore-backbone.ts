import type { Backbone } from "@unlabeled/core";
import { loadCheckpoint, readRun, restoreNetwork } from "@unlabeled/train";
import { type PretrainConfig, pretrainConfig } from "../config/pretrain-config.ts";
import { UserError } from "../user-error.ts";
import { buildBackbone } from "./backbone.ts";

/** A run's trained backbone. */
export interface Restored {
  readonly backbone: Backbone;
  readonly config: PretrainConfig;
  /** Optimizer updates that it has seen. */
  readonly step: number;
}

/**
 * The backbone of a run's newest whole checkpoint.
 *
 * @throws {UserError} If the run was not made by `unlabeled pretrain`.
 */
export async function restoreBackbone(folder: string): Promise<Restored> {
  const { record } = await readRun(folder);
  const parsed = pretrainConfig.safeParse(record.config);
  if (!parsed.success) {
    throw new UserError(
      `${folder} must be a run of unlabeled pretrain; its run.json has another configuration.`,
    );
  }
  const backbone = buildBackbone(parsed.data);
  const checkpoint = await loadCheckpoint(folder);
  restoreNetwork(backbone, checkpoint, "backbone");
  return { backbone, config: parsed.data, step: checkpoint.step };
}
