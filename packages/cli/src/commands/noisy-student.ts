import { basename, join, resolve } from "node:path";
import { Command, Option } from "commander";
import { planRounds } from "../rounds/plan-rounds.ts";
import type { SelectionConfig, StudentConfig } from "../rounds/round-config.ts";
import { roundsTable } from "../rounds/rounds-table.ts";
import { runRounds } from "../rounds/run-rounds.ts";
import { smallestCropAt } from "../stages/noisy-recipe.ts";
import { smallerStudent } from "../stages/student-size.ts";
import { asTyped } from "../terminal/as-typed.ts";
import { count } from "../terminal/count.ts";
import { say } from "../terminal/write.ts";
import { UserError } from "../user-error.ts";
import { addEngineOptions, type EngineFlags, startEngine } from "./engine-options.ts";
import {
  backbone,
  finiteNumber,
  fraction,
  group,
  names,
  part,
  positiveInteger,
  positiveNumber,
  rate,
  seed,
  wholeNumber,
} from "./flag-values.ts";

interface Flags extends EngineFlags {
  readonly rounds: number;
  readonly backbone: string;
  readonly students?: readonly string[];
  readonly size: number;
  readonly finalSize?: number;
  readonly fraction: number;
  readonly ratio: number;
  readonly targets: StudentConfig["targets"];
  readonly temperature: number;
  readonly select: SelectionConfig["by"];
  readonly perClass?: number;
  readonly minConfidence: number;
  readonly magnitude: number;
  readonly smallestCrop?: number;
  readonly dropout: number;
  readonly stochasticDepth: number;
  readonly teacherEpochs?: number;
  readonly studentEpochs?: number;
  readonly batchSize?: number;
  readonly optimizer?: string;
  readonly learningRate?: number;
  readonly weightDecay?: number;
  readonly labelSmoothing: number;
  readonly movingAverage: number;
  readonly seed: number;
  readonly test?: string;
  readonly run?: string;
  readonly plan?: true;
  readonly keep?: number;
  readonly checkpointEverySeconds?: number;
  readonly log?: readonly string[];
  readonly workers?: number;
}

/** `unlabeled noisy-student LABELED UNLABELED`: teacher, pseudo-labels, student, and round again. */
export function noisyStudentCommand(): Command {
  const command = new Command("noisy-student")
    .description("a teacher labels pictures; a student learns them under noise, and teaches next")
    .argument("<labeled>", "pictures with labels: a sub-folder a class, tar shards, Parquet, IDX …")
    .argument("<unlabeled>", "pictures without labels, as many as there are")
    .optionsGroup("Networks:")
    .option("--rounds <n>", "students, one after the other", positiveInteger, 3)
    .option("--backbone <name>", "the teacher's, as pretrain's", backbone, "resnet18")
    .option(
      "--students <names>",
      "those of the rounds, with commas (default: the teacher's)",
      backbones,
    )
    .option("--size <pixels>", "height and width of the views", positiveInteger, 64)
    .option(
      "--final-size <pixels>",
      "fit the last student's last stage and classifier to this size",
      positiveInteger,
    )
    .optionsGroup("Pseudo-labels:")
    .option("--min-confidence <x>", "less sure ones are left out", fraction, 0.3)
    .addOption(
      new Option("--select <how>", "balance classes as the code, take the surest, or all")
        .choices(["balanced", "surest", "all"])
        .default("balanced"),
    )
    .option(
      "--per-class <n>",
      "copies of each class (default: pictures / classes)",
      positiveInteger,
    )
    .addOption(
      new Option("--targets <kind>", "probabilities, or classes alone")
        .choices(["soft", "hard"])
        .default("soft"),
    )
    .option("--temperature <x>", "of soft targets; lower is sharper", positiveNumber, 1)
    .option("--ratio <n>", "pictures without labels for each with one", positiveInteger, 3)
    .optionsGroup("Noise:")
    .option("--magnitude <x>", "of RandAugment; 0: none (default: 5)", nonNegative)
    .option("--smallest-crop <x>", "part of a picture (default: 0.4, or 0.08 above 64 px)", part)
    .option("--dropout <x>", "of features before the classifier", rate, 0.2)
    .option("--stochastic-depth <x>", "rate of the last block", rate, 0.2)
    .optionsGroup("Training:")
    .option("--teacher-epochs <n>", "passes over the labels (default: 200)", finiteNumber)
    .option("--student-epochs <n>", "passes over the pictures (default: 50)", finiteNumber)
    .option("--batch-size <n>", "labelled pictures a step (default: 64)", finiteNumber)
    .option("--optimizer <name>", "sgd, adam, adamw or lars (default: sgd)")
    .option(
      "--learning-rate <x>",
      "for a batch of 256; of students four times that (default: 0.2)",
      finiteNumber,
    )
    .option("--weight-decay <x>", "of kernels (default: 0.0005)", finiteNumber)
    .option("--label-smoothing <x>", "of labels and hard targets", rate, 0.1)
    .option("--moving-average <x>", "what the averaged weights keep at most", rate, 0.9999)
    .option("--fraction <x>", "part of the labels, as many of each class", part, 1)
    .option("--seed <n>", "all randomness follows from it", seed, 0)
    .optionsGroup("The run:")
    .option("--test <path>", "measure on these labelled pictures (default: a fifth of LABELED)")
    .option("--run <folder>", "where all is kept (default: runs/NAME-noisy-student)")
    .option("--plan", "show what would be done, and end")
    .option("--checkpoint-every-seconds <s>", "save that often (default: 120)", finiteNumber)
    .option("--keep <n>", "newest checkpoints that stay (default: 3)", finiteNumber)
    .option("--log <names>", "also write tensorboard, csv or both: tensorboard,csv", names)
    .option("--workers <n>", "threads that prepare pictures (default: 1)", wholeNumber)
    .addHelpText(
      "after",
      `
Stopped or killed, the same command goes on where it was. What the teachers say
is in pseudo-labels-N, as Parquet files; names of pictures in a rejected.txt
there are left out.

Examples:
  unlabeled noisy-student ./labeled ./photos --plan
  unlabeled noisy-student ./labeled ./photos --size 32 --backbone resnet18-w16
  unlabeled noisy-student ./labeled ./photos --students resnet18,resnet34`,
    )
    .optionsGroup("The engine:");
  return addEngineOptions(command).action(rounds);
}

async function rounds(
  labeled: string,
  unlabeled: string,
  flags: Flags,
  command: Command,
): Promise<void> {
  const { size, seed, fraction, labelSmoothing, movingAverage, students, ratio } = flags;
  const { targets, temperature, minConfidence, perClass, select: by, magnitude = 5 } = flags;
  const isSaid = command.getOptionValueSource("rounds") !== "default";
  if (isSaid && students !== undefined && students.length !== flags.rounds) {
    throw new UserError(
      `--students must name a network for each of ${flags.rounds} rounds; got ${students.length}.`,
    );
  }
  if (by === "balanced" && Math.round(100 * minConfidence) / 100 !== minConfidence) {
    throw new UserError(
      `--min-confidence must be in hundredths where --select is balanced; got ${minConfidence}.`,
    );
  }
  if (by === "all" && perClass !== undefined) {
    throw new UserError("--per-class must be left out with --select all, which copies nothing.");
  }
  const run = flags.run ?? join("runs", `${basename(resolve(unlabeled))}-noisy-student`);
  const { batchSize, checkpointEverySeconds, keep, log } = flags;
  const plan = await planRounds({
    ...{
      labeled,
      unlabeled,
      test: flags.test,
      fraction,
      size,
      finalSize: flags.finalSize,
      seed,
      run,
    },
    backbones: [
      flags.backbone,
      ...(students ?? Array.from({ length: flags.rounds }, () => flags.backbone)),
    ],
    noise: {
      magnitude: magnitude === 0 ? false : magnitude,
      smallestCrop: flags.smallestCrop ?? smallestCropAt(size),
      ...{ dropout: flags.dropout, stochasticDepth: flags.stochasticDepth },
    },
    student: { unlabeledRatio: ratio, targets, temperature, by, minConfidence, perClass },
    ...{ labelSmoothing, movingAverage },
    given: {
      ...{ batchSize, checkpointEverySeconds, keep, logs: log },
      ...group("optimizer", { name: flags.optimizer, weightDecay: flags.weightDecay }),
      ...group("learningRate", { base: flags.learningRate }),
    },
    ...{ teacherEpochs: flags.teacherEpochs, studentEpochs: flags.studentEpochs },
  });
  say(await roundsTable(plan));
  const { test, split } = plan.teacher;
  say(`Runs in ${run}. Measured on ${count(test.length, "picture")}: ${split}.`);
  for (const notice of plan.notices) say(notice);
  if (flags.plan) return;
  const engine = await startEngine(flags);
  for (const notice of smallerStudents(plan)) say(notice);
  say(`${engine.description}\n`);
  await runRounds(plan, {
    workers: flags.workers,
    engine: `${engine.name} ${engine.precision}`,
    resumeCommand: asTyped(command, { run }),
  });
}

function smallerStudents({ teacher, rounds }: Awaited<ReturnType<typeof planRounds>>): string[] {
  const configs = [teacher, ...rounds].map(({ config }) => config);
  return configs
    .slice(1)
    .flatMap((config, at) => smallerStudent(config, configs[at] as typeof config));
}

/** A flag's value as backbones, separated by commas. */
function backbones(text: string): string[] {
  return names(text).map(backbone);
}

/** A flag's value as a number ≥ 0. */
function nonNegative(text: string): number {
  const value = finiteNumber(text);
  return value === 0 ? 0 : positiveNumber(text);
}
