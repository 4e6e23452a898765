import { batches, batchesWithRows, labeledBatches, partlyLabeledBatches } from "@unlabeled/data";
import {
  distill,
  distillFromRows,
  distillWithLabels,
  type ImageClassifier,
} from "@unlabeled/simclr-distill";
import { closing } from "../training/closing.ts";
import { type RunOptions, runTraining } from "../training/run-training.ts";
import { buildClassifier } from "./build-classifier.ts";
import { type FigureNow, figureOnce } from "./figure-once.ts";
import type { InitialRun } from "./initial-run.ts";
import type { DistillPlan } from "./plan-distill.ts";
import { stageSettings } from "./stage-training.ts";
import { stageView } from "./stage-view.ts";
import { teacherLogits } from "./teacher-logits.ts";
import type { TrainedClassifier } from "./trained-classifier.ts";

export interface DistillRun extends RunOptions {
  readonly teacher: TrainedClassifier;
  /** Where the teacher's logits are stored, if they are. */
  readonly logits?: string | undefined;
  /** The run with whose backbone the student begins; default: at random. */
  readonly initial?: InitialRun | undefined;
  readonly workers?: number | undefined;
}

/**
 * Distills a classifier into a student and measures it; what is finished already is not done again.
 *
 * @throws {Stopped | UserError} As `runTraining`.
 */
export function distillInto(plan: DistillPlan, how: DistillRun): Promise<FigureNow> {
  return figureOnce("distilled", how, plan, async () => {
    const begin = await how.initial?.run.restore();
    const network = buildClassifier(plan.config, begin?.backbone);
    return { network, steps: await trained(network, plan, how) };
  });
}

/** Trains the student by the teacher, by its stored logits, or by it and labels beside. */
async function trained(
  student: ImageClassifier,
  { config, keeping, pictures, labeled }: DistillPlan,
  { teacher, logits, workers, run, resume, resumeCommand }: DistillRun,
): Promise<number> {
  const { size, seed, batchSize, temperature, alpha } = config;
  const view = stageView(config.views, size);
  const options = { batchSize, seed, ...(workers !== undefined && { workers }) };
  const common = {
    ...{ run, resume, resumeCommand, shown: "agreement" },
    record: { ...config, teacher: teacher.identity },
    settings: stageSettings({ ...config, ...keeping }),
  };
  if (logits !== undefined) {
    const from = { file: logits, teacher: teacher.identity, pictures, size };
    const table = await teacherLogits(from, teacher.restore);
    const method = distillFromRows({ student, temperature });
    const taught = batchesWithRows(pictures, table, view, options);
    return runTraining({ ...common, method, batches: taught });
  }
  const both = { student, teacher: await teacher.restore(), temperature };
  const unlabeled = batches(pictures, view, options);
  if (labeled === undefined || alpha === false) {
    return runTraining({ ...common, method: distill(both), batches: unlabeled });
  }
  const beside = labeledBatches(labeled, view, { ...options, seed: (seed + 1) % 2 ** 32 });
  return runTraining({
    ...common,
    method: distillWithLabels({ ...both, alpha }),
    batches: closing(partlyLabeledBatches(unlabeled, beside), [unlabeled, beside]),
  });
}
