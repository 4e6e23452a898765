import { withMovingAverage } from "@unlabeled/core";
import {
  batchesWithRows,
  labeledBatches,
  type PseudoLabels,
  pseudoLabeledBatches,
  type Source,
  subset,
  withRowSeeds,
} from "@unlabeled/data";
import { noisyStudent } from "@unlabeled/noisy-student";
import { buildClassifier } from "../stages/build-classifier.ts";
import { type FigureNow, figureOnce } from "../stages/figure-once.ts";
import { type StageKeeping, stageSettings } from "../stages/stage-training.ts";
import { stageView } from "../stages/stage-view.ts";
import { closing } from "../training/closing.ts";
import { type RunOptions, runTraining } from "../training/run-training.ts";
import type { StudentConfig } from "./round-config.ts";

/** A student's training with its pictures. */
export interface StudentPlan {
  readonly config: StudentConfig;
  readonly keeping: StageKeeping;
  readonly labeled: Source;
  /** Without labels, all of them. */
  readonly unlabeled: Source;
  readonly test: Source;
  /** For people: where the test pictures come from. */
  readonly split: string;
}

interface StudentRun extends RunOptions {
  readonly workers: number | undefined;
  /** What identifies the teacher's weights. */
  readonly teacher: string;
  /** What it says of the pictures, and which of them are learned; called where there is something to train. */
  labels(): Promise<{ readonly all: PseudoLabels; readonly places: Int32Array }>;
}

/**
 * Trains a student on labels and pseudo-labels and measures it; what is finished already is not done again.
 *
 * @throws {Stopped | UserError} As `runTraining`.
 */
export function trainStudent(plan: StudentPlan, how: StudentRun): Promise<FigureNow> {
  const { config } = plan;
  return figureOnce(`student of round ${config.round}`, how, plan, async () => {
    const { all, places } = await how.labels();
    const network = buildClassifier(config);
    const { labelSmoothing, movingAverage, unlabeledRatio, targets, temperature } = config;
    const { run, resume, resumeCommand, teacher } = how;
    const student = noisyStudent({
      ...{ student: network, unlabeledRatio, labelSmoothing, targets },
      ...(targets === "soft" && temperature !== undefined && { temperature }),
    });
    const steps = await runTraining({
      ...{ run, resume, resumeCommand, shown: "agreement" },
      batches: await studentBatches(plan, how, all, places),
      method: withMovingAverage(student, network, { momentum: movingAverage }),
      record: { ...config, teacher },
      settings: stageSettings({ ...config, ...plan.keeping }),
    });
    return { network, steps };
  });
}

/** Of N labelled pictures and r · N others, each kind in an order of its own. */
async function studentBatches(
  { config, labeled, unlabeled }: StudentPlan,
  { workers }: Pick<StudentRun, "workers">,
  labels: PseudoLabels,
  places: Int32Array,
) {
  const { views, size, batchSize, seed, unlabeledRatio } = config;
  const view = stageView(views, size);
  const threads = workers === undefined ? {} : { workers };
  const taught = batchesWithRows(subset(unlabeled, places), await labels.rows(places), view, {
    ...{ batchSize: batchSize * unlabeledRatio, seed, ...threads },
  });
  const beside = labeledBatches(labeled, view, {
    ...{ batchSize, seed: (seed + 1) % 2 ** 32, ...threads },
  });
  const both = pseudoLabeledBatches(taught, beside);
  return closing(withRowSeeds(both, { seed, perRow: 1 + unlabeledRatio }), [taught, beside]);
}
