import { labeledBatches } from "@unlabeled/data";
import { fineTune } from "@unlabeled/simclr-distill";
import { bestWeights } from "@unlabeled/train";
import { type RunOptions, runTraining } from "../training/run-training.ts";
import { buildClassifier } from "./build-classifier.ts";
import { type FigureNow, figureOnce } from "./figure-once.ts";
import type { FinetunePlan } from "./plan-finetune.ts";
import { restorePretrained } from "./pretrained-run.ts";
import { stageSettings } from "./stage-training.ts";
import { stageView } from "./stage-view.ts";
import { VALIDATION, validationProbe } from "./validation.ts";

export interface FinetuneRun extends RunOptions {
  /** The folder of the run that is fine-tuned. */
  readonly from: string;
  /** What identifies its weights. */
  readonly identity: string;
  readonly workers?: number | undefined;
}

/**
 * Fine-tunes a pretrained network on labels and measures it; what is finished already is not done again.
 *
 * @throws {Stopped | UserError} As `runTraining`.
 */
export function finetune(plan: FinetunePlan, how: FinetuneRun): Promise<FigureNow> {
  return figureOnce("fine-tuned", how, plan, () => trained(plan, how));
}

async function trained(
  { config, keeping, train, validation }: FinetunePlan,
  { from, identity, workers, run, resume, resumeCommand }: FinetuneRun,
) {
  const { size, seed, batchSize, patience } = config;
  const network = buildClassifier(config);
  await restorePretrained(from, network);
  const batches = labeledBatches(train, stageView(config.views, size), {
    ...{ batchSize, seed },
    ...(workers !== undefined && { workers }),
  });
  const stepsPerEpoch = batches.batchesPerEpoch;
  const patienceSteps = patience === false ? undefined : patience * stepsPerEpoch;
  const best =
    patienceSteps && (await bestWeights(run, network, { measure: VALIDATION, patienceSteps }));
  const steps = await runTraining({
    ...{ run, resume, resumeCommand, batches, shown: "accuracy" },
    method: fineTune({ network }),
    record: { ...config, pretrained: identity },
    settings: {
      ...stageSettings({ ...config, ...keeping }),
      ...(validation && { probe: validationProbe(network, validation, { size, stepsPerEpoch }) }),
    },
    ...(best && { enough: (report) => best.see(report) }),
  });
  return { network, steps };
}
