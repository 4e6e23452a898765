import { labeledBatches, type Source } from "@unlabeled/data";
import { supervised } from "@unlabeled/noisy-student";
import { buildBackbone } from "../assemble/backbone.ts";
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
 * Fits a student's last stage and classifier to larger pictures, by labels, without noise: things look larger in random crops than
 * in the pictures as they are, and so a network sees best at a larger size than it was trained at.
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
    const { views, size, batchSize, seed, labelSmoothing, frozenStages } = config;
    const backbone = buildBackbone({ ...config.network, seed }, { frozenStages });
    const network = buildClassifier(config, backbone);
    await restoreClassifier(from.run, network, from.config);
    const batches = labeledBatches(labeled, stageView(views, size), {
      ...{ batchSize, seed },
      ...(workers !== undefined && { workers }),
    });
    const steps = await runTraining({
      ...{ run, resume, resumeCommand, batches, shown: "accuracy" },
      method: supervised({ network, labelSmoothing }),
      record: { ...config, student: from.identity },
      settings: stageSettings({ ...config, ...keeping }),
    });
    return { network, steps };
  });
}
