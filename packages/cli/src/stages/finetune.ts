import { labeledBatches } from "@unlabeled/data";
import { fineTune } from "@unlabeled/simclr-distill";
import { bestWeights } from "@unlabeled/train";
import { type RunOptions, runTraining } from "../training/run-training.ts";
import { buildClassifier } from "./build-classifier.ts";
import { accuracyOf, keepFigure, keptFigure, type StageFigure } from "./measure-classifier.ts";
import { plainView } from "./plain-recipe.ts";
import type { FinetunePlan } from "./plan-finetune.ts";
import { restorePretrained } from "./pretrained-run.ts";
import { stageSettings } from "./stage-training.ts";
import { restoreClassifier } from "./trained-classifier.ts";
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
export async function finetune(
  { config, keeping, train, validation, test, split }: FinetunePlan,
  { from, identity, workers, run, resume, resumeCommand }: FinetuneRun,
): Promise<StageFigure & { readonly steps: number }> {
  const kept = resume ? await keptFigure(run) : undefined;
  if (kept !== undefined) return { ...kept, steps: 0 };
  const { size, seed, batchSize, patience } = config;
  const network = buildClassifier(config);
  await restorePretrained(from, network);
  const batches = labeledBatches(train, plainView(config.views, size), {
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
  await restoreClassifier(run, network, config);
  const figure = { name: "fine-tuned", ...(await accuracyOf(network, test, size)), split };
  await keepFigure(run, figure);
  return { ...figure, steps };
}
