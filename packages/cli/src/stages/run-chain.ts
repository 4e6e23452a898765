import { pretrain } from "../training/pretrain.ts";
import { checkSameConfig } from "../training/recorded-config.ts";
import { checkSamePictures, earlierRun } from "../training/run-folder.ts";
import { distillInto } from "./distill.ts";
import { finetune } from "./finetune.ts";
import { frozenFigure } from "./frozen-figure.ts";
import { keepFigure, keptFigure, type StageFigure } from "./measure-classifier.ts";
import type { ChainPlan } from "./plan-chain.ts";
import { pretrainedRun } from "./pretrained-run.ts";
import { isBegun } from "./resumed.ts";
import { runStages, type Stage } from "./run-stages.ts";
import { trainedClassifier } from "./trained-classifier.ts";

export interface ChainRun {
  readonly workers: number | undefined;
  /** The command itself: it goes on where it was stopped. */
  readonly resumeCommand: string;
}

/**
 * Runs the stages that are not done yet, each from where it was stopped, and prints their figures beside each other.
 *
 * @throws {Stopped | UserError} As `runTraining`, and if a stage began with other settings or pictures.
 */
export async function runChain(plan: ChainPlan, how: ChainRun): Promise<void> {
  const { pretrain, finetune, distill } = plan;
  await runStages([
    {
      words: "pretraining without labels",
      run: pretrain.run,
      make: () => pretrained(plan, how),
    },
    { words: "fine-tuning with labels", run: finetune.run, make: () => finetuned(plan, how) },
    ...distill.map((into, at): Stage => {
      const student = into.config.network.backbone;
      const teacher = distill[at - 1]?.run ?? finetune.run;
      return {
        words: `distillation into ${student}`,
        run: into.run,
        async make() {
          const figure = await distilled(into, teacher, how);
          return { ...figure, name: `${figure.name} into ${student}` };
        },
      };
    }),
  ]);
}

async function pretrained(
  { pictures, pretrain: { config, run }, finetune: labels }: ChainPlan,
  how: ChainRun,
): Promise<StageFigure> {
  const earlier = await earlierRun(run);
  if (earlier !== undefined) {
    checkSameConfig(run, earlier.config, config, {});
    checkSamePictures(run, earlier, "UNLABELED", pictures);
  }
  const kept = await keptFigure(run);
  if (kept !== undefined) return kept;
  const resume = earlier !== undefined;
  const { backbone } = await pretrain({ ...how, config, source: pictures, run, resume });
  const figure = await frozenFigure(backbone, labels, config.size);
  await keepFigure(run, figure);
  return figure;
}

async function finetuned(
  { pretrain, finetune: { run, ...stage } }: ChainPlan,
  how: ChainRun,
): Promise<StageFigure> {
  const from = pretrain.run;
  const { identity } = await pretrainedRun(from);
  const resume = await isBegun(run, { ...stage.config, pretrained: identity });
  return finetune(stage, { ...how, from, identity, run, resume });
}

async function distilled(
  { run, ...stage }: ChainPlan["distill"][number],
  from: string,
  how: ChainRun,
): Promise<StageFigure> {
  const teacher = await trainedClassifier(from);
  const resume = await isBegun(run, { ...stage.config, teacher: teacher.identity });
  return distillInto(stage, { ...how, teacher, run, resume });
}
