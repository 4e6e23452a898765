import { frozen, stacked } from "@unlabeled/core";
import { labeledBatches, type Source } from "@unlabeled/data";
import { supervised } from "@unlabeled/noisy-student";
import { buildClassifier } from "../stages/build-classifier.ts";
import { type FigureNow, figureOnce } from "../stages/figure-once.ts";
import { type StageKeeping, stageSettings } from "../stages/stage-training.ts";
import { stageView } from "../stages/stage-view.ts";
import { restoreClassifier } from "../stages/trained-classifier.ts";
import { type RunOptions, runTraining } from "../training/run-training.ts";
import type { ResolutionConfig, StudentConfig } from "./round-config.ts";

/** The last student's training at a larger size. */
export interface ResolutionPlan {
  readonly config: ResolutionConfig;
  readonly keeping: StageKeeping;
  readonly labeled: Source;
  readonly test: Source;
  /** For people: where the test pictures come from. */
  readonly split: string;
}

interface ResolutionRun extends RunOptions {
  readonly workers: number | undefined;
  /** The run of the student, its configuration and what identifies its weights. */
  readonly from: {
    readonly run: string;
    readonly config: StudentConfig;
    readonly identity: string;
  };
}

/**
 * Fits a student's classifier to larger pictures, by labels, without noise: things look larger in random crops than in the
 * pictures as they are, and so a network sees best at a larger size than it was trained at.
 *
 * The backbone stays as it is; the authors keep its first blocks, and train the others too.
 *
 * @throws {Stopped | UserError} As `runTraining`.
 *
 * @see Xie et al. 2020, section 3.1, "fix train-test resolution discrepancy"; Touvron et al., 2019:
 *   https://arxiv.org/abs/1906.06423
 */
export function fixResolution(plan: ResolutionPlan, how: ResolutionRun): Promise<FigureNow> {
  const { config, keeping, labeled } = plan;
  const { from, workers, run, resume, resumeCommand } = how;
  return figureOnce(`at ${config.size} pixels`, how, plan, async () => {
    const network = buildClassifier(config);
    await restoreClassifier(from.run, network, from.config);
    const { backbone, classifier } = network;
    const trained = stacked({ backbone: frozen(backbone), classifier });
    const { views, size, batchSize, seed, labelSmoothing } = config;
    const batches = labeledBatches(labeled, stageView(views, size), {
      ...{ batchSize, seed },
      ...(workers !== undefined && { workers }),
    });
    const steps = await runTraining({
      ...{ run, resume, resumeCommand, batches, shown: "accuracy" },
      method: supervised({ network: trained, labelSmoothing }),
      record: { ...config, student: from.identity },
      settings: stageSettings({ ...config, ...keeping }),
    });
    return { network, steps };
  });
}
