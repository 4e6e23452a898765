import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { openSource } from "@unlabeled/data";
import { Command } from "commander";
import { merge } from "../config/merge.ts";
import { checkOutput } from "../output/check-output.ts";
import { distillInto } from "../stages/distill.ts";
import { figureTable, figureWords } from "../stages/figure-table.ts";
import { initialRun } from "../stages/initial-run.ts";
import { keptFigure } from "../stages/measure-classifier.ts";
import { DISTILL_SETTINGS, labelsFor, planDistill, seenNotices } from "../stages/plan-distill.ts";
import { checkStageFolder, recordedSettings } from "../stages/resumed.ts";
import { largerStudent } from "../stages/student-size.ts";
import { trainedClassifier } from "../stages/trained-classifier.ts";
import { asTyped } from "../terminal/as-typed.ts";
import { count } from "../terminal/count.ts";
import { say } from "../terminal/write.ts";
import { earlierRun } from "../training/run-folder.ts";
import { startEngine } from "./engine-options.ts";
import { backbone, fraction, positiveNumber } from "./flag-values.ts";
import { addStageOptions, type StageFlags, stageValues } from "./stage-options.ts";

interface Flags extends StageFlags {
  readonly student?: string;
  readonly temperature?: number;
  readonly alpha?: number;
  readonly logits?: string;
  readonly init?: string;
}

/** `unlabeled distill RUN PATH`: a classifier taught by another one, on pictures without labels. */
export function distillCommand(): Command {
  const command = new Command("distill")
    .description("teach a network what a fine-tuned one says of pictures without labels (SimCLRv2)")
    .argument("<run>", "the teacher: a run's folder, of unlabeled finetune or distill")
    .argument("<path>", "pictures; labels are not read")
    .optionsGroup("What is learned:")
    .option("--student <name>", "backbone, as pretrain's (default: the teacher's own)", backbone)
    .option(
      "--temperature <x>",
      "of both networks' probabilities (default: 1; the paper: 0.1 into the teacher's own backbone)",
      positiveNumber,
    )
    .option(
      "--alpha <x>",
      "weight of the teacher beside the labels that it learned, in [0, 1] (default: no labels)",
      fraction,
    )
    .option(
      "--logits <file>",
      "keep what the teacher says of each whole picture in FILE.safetensors, for many students (default: it sees the student's views)",
    )
    .option(
      "--init <run>",
      "begin with the backbone of this run, of the same network: the one that was pretrained, or the teacher (default: random weights)",
    )
    .addHelpText(
      "after",
      `
Examples:
  unlabeled distill runs/tuned ./photos
  unlabeled distill runs/tuned ./photos --student resnet18-w16
  unlabeled distill runs/tuned ./photos --student resnet18-w16 --alpha 0.9`,
    );
  return addStageOptions(command, {
    epochs: "100",
    batchSize: "128",
    learningRate: "sgd 0.4 times a temperature below 1, lars 0.1 · √batch",
    weightDecay: "0.0001",
    warmupEpochs: "a tenth of the epochs, 10 at most",
    test: "the teacher's test pictures",
    run: "runs/NAME-distill-STUDENT",
  }).action(distillRun);
}

async function distillRun(
  from: string,
  path: string,
  flags: Flags,
  command: Command,
): Promise<void> {
  const { resume = false, student, temperature, alpha, logits, init } = flags;
  if (logits !== undefined && !existsSync(logits)) {
    await checkOutput(logits, [".safetensors"], "--logits");
  }
  const teacher = await trainedClassifier(from);
  const named = student ?? teacher.config.network.backbone;
  const run = flags.run ?? join("runs", `${basename(resolve(from))}-distill-${named}`);
  const earlier = await earlierRun(run);
  const said = { ...stageValues(flags), student, temperature, alpha, init };
  const before = resume && earlier ? recordedSettings(earlier, DISTILL_SETTINGS) : {};
  const { init: begin, ...given } = merge(before, said);
  const initial = begin === undefined ? undefined : await initialRun(String(begin));
  const pictures = await openSource(path);
  const labels = await labelsFor(teacher.config, flags.test);
  const plan = planDistill({
    ...{ teacher: teacher.config, pictures, path, stored: logits !== undefined },
    ...{ labels, initial, given },
  });
  const { config } = plan;
  await checkStageFolder(run, earlier, resume, { ...config, teacher: teacher.identity });
  const seen = await seenNotices(labels.test, pictures, path);
  const engine = await startEngine(flags);
  for (const notice of [...seen, ...largerStudent(config, teacher.config)]) say(notice);
  say(
    `${engine.description} - ${teacher.config.network.backbone} into ${config.network.backbone} - ${count(pictures.length, "picture")} - ${run}`,
  );
  const { workers } = flags;
  const resumeCommand = asTyped(command, { run, resume: true });
  const figure = await distillInto(plan, {
    ...{ teacher, logits, initial, workers },
    ...{ run, resume, resumeCommand },
  });
  if (figure.steps === 0) say(`${run} was finished before: there was nothing left to train.`);
  const its = await keptFigure(from);
  const isBeside = its !== undefined && flags.test === undefined;
  const figures = isBeside ? [{ ...its, name: "teacher" }, figure] : [figure];
  say(figureTable(figures));
  say(figureWords(figure));
}
