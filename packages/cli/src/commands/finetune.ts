import { basename, join, resolve } from "node:path";
import { Command } from "commander";
import { merge } from "../config/merge.ts";
import { figureTable, figureWords } from "../stages/figure-table.ts";
import { finetune } from "../stages/finetune.ts";
import { FINETUNE_SETTINGS, planFinetune } from "../stages/plan-finetune.ts";
import { pretrainedRun } from "../stages/pretrained-run.ts";
import { checkStageFolder, recordedSettings } from "../stages/resumed.ts";
import { asTyped, shellLine } from "../terminal/as-typed.ts";
import { count } from "../terminal/count.ts";
import { say } from "../terminal/write.ts";
import { earlierRun } from "../training/run-folder.ts";
import { startEngine } from "./engine-options.ts";
import { part, positiveInteger, wholeNumber } from "./flag-values.ts";
import { addStageOptions, type StageFlags, stageValues } from "./stage-options.ts";

interface Flags extends StageFlags {
  readonly fraction?: number;
  readonly fromLayer?: number;
  readonly patience?: number;
}

/** `unlabeled finetune RUN LABELED`: a classifier of a pretrained network and a few labels. */
export function finetuneCommand(): Command {
  const command = new Command("finetune")
    .description("train a pretrained network further, on pictures with labels (SimCLRv2)")
    .argument("<run>", "a run's folder, of unlabeled pretrain")
    .argument("<labeled>", "pictures with labels: a sub-folder a class, tar shards, Parquet, IDX …")
    .optionsGroup("What is learned:")
    .option("--fraction <x>", "part of the labels, as many of each class (default: 1)", part)
    .option(
      "--from-layer <n>",
      "layer of the projector on which the classifier stands; 0: the features (default: 1 after SimCLR)",
      wholeNumber,
    )
    .option(
      "--patience <n>",
      "stop after so many epochs without a better accuracy on a fifth of the labels, held out for that (default: never)",
      positiveInteger,
    )
    .addHelpText(
      "after",
      `
Examples:
  unlabeled finetune runs/base ./labeled
  unlabeled finetune runs/base ./labeled --fraction 0.1 --from-layer 1
  unlabeled finetune runs/base ./labeled --test ./others --patience 10`,
    );
  return addStageOptions(command, {
    epochs: "60",
    batchSize: "64, or as many as there are",
    learningRate: "sgd 0.2, lars 0.005 · √batch",
    weightDecay: "0",
    warmupEpochs: "0",
    test: "a fifth of LABELED is held out",
    run: "runs/NAME-finetune",
  }).action(finetuneRun);
}

async function finetuneRun(
  from: string,
  path: string,
  flags: Flags,
  command: Command,
): Promise<void> {
  const { resume = false, fraction, fromLayer, patience } = flags;
  const run = flags.run ?? join("runs", `${basename(resolve(from))}-finetune`);
  const pretrained = await pretrainedRun(from);
  const earlier = await earlierRun(run);
  const given = { ...stageValues(flags), fraction, fromLayer, patience };
  const plan = await planFinetune({
    pretraining: pretrained.config,
    labeled: path,
    test: flags.test,
    given: merge(resume && earlier ? recordedSettings(earlier, FINETUNE_SETTINGS) : {}, given),
  });
  const { identity } = pretrained;
  await checkStageFolder(run, earlier, resume, { ...plan.config, pretrained: identity });
  for (const notice of plan.notices) say(notice);
  const engine = await startEngine(flags);
  const { classes, network } = plan.config;
  say(
    `${engine.description} - ${network.backbone} - ${count(plan.train.length, "label")} of ${classes.length} classes - ${run}`,
  );
  const { workers } = flags;
  const resumeCommand = asTyped(command, { run, resume: true });
  const figure = await finetune(plan, { from, identity, workers, run, resume, resumeCommand });
  if (figure.steps === 0) say(`${run} was finished before: there was nothing left to train.`);
  say(figureTable([figure]));
  say(figureWords(figure));
  say(`A smaller network of it:  ${shellLine(["distill", run, "PICTURES", "--student", "NAME"])}`);
}
