import { withMovingAverage } from "@unlabeled/core";
import { labeledBatches, type Source, withRowSeeds } from "@unlabeled/data";
import { supervised } from "@unlabeled/noisy-student";
import { buildClassifier } from "../stages/build-classifier.ts";
import { type FigureNow, figureOnce } from "../stages/figure-once.ts";
import { type StageKeeping, stageSettings } from "../stages/stage-training.ts";
import { stageView } from "../stages/stage-view.ts";
import { closing } from "../training/closing.ts";
import { type RunOptions, runTraining } from "../training/run-training.ts";
import type { TeacherConfig } from "./round-config.ts";

/** The first teacher's training with its pictures. */
export interface TeacherPlan {
  readonly config: TeacherConfig;
  readonly keeping: StageKeeping;
  readonly labeled: Source;
  readonly test: Source;
  /** For people: where the test pictures come from. */
  readonly split: string;
}

/**
 * Trains a teacher on labels and measures it; what is finished already is not done again.
 *
 * @throws {Stopped | UserError} As `runTraining`.
 */
export function trainTeacher(
  plan: TeacherPlan,
  how: RunOptions & { readonly workers: number | undefined },
): Promise<FigureNow> {
  return figureOnce("teacher", how, plan, async () => {
    const { config, keeping, labeled } = plan;
    const { views, size, batchSize, seed, labelSmoothing, movingAverage } = config;
    const { workers, run, resume, resumeCommand } = how;
    const network = buildClassifier(config);
    const pictures = labeledBatches(labeled, stageView(views, size), {
      ...{ batchSize, seed },
      ...(workers !== undefined && { workers }),
    });
    const steps = await runTraining({
      ...{ run, resume, resumeCommand, shown: "accuracy" },
      batches: closing(withRowSeeds(pictures, { seed }), [pictures]),
      method: withMovingAverage(supervised({ network, labelSmoothing }), network, {
        momentum: movingAverage,
      }),
      record: config,
      settings: stageSettings({ ...config, ...keeping }),
    });
    return { network, steps };
  });
}
