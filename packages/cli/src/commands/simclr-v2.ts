import { basename, join, resolve } from "node:path";
import { Command } from "commander";
import { readGiven } from "../config/given.ts";
import { merge } from "../config/merge.ts";
import { configOf } from "../config/read-config.ts";
import { chainTable } from "../stages/chain-table.ts";
import { planChain } from "../stages/plan-chain.ts";
import { runChain } from "../stages/run-chain.ts";
import { largerStudent } from "../stages/student-size.ts";
import { asTyped } from "../terminal/as-typed.ts";
import { count } from "../terminal/count.ts";
import { say } from "../terminal/write.ts";
import { UserError } from "../user-error.ts";
import { addEngineOptions, type EngineFlags, startEngine } from "./engine-options.ts";
import {
  backbone,
  finiteNumber,
  part,
  positiveInteger,
  positiveNumber,
  seed,
  wholeNumber,
} from "./flag-values.ts";

interface Flags extends EngineFlags {
  readonly config?: string;
  readonly backbone?: string;
  readonly size?: number;
  readonly batchSize?: number;
  readonly pretrainEpochs?: number;
  readonly fraction?: number;
  readonly fromLayer?: number;
  readonly patience?: number;
  readonly finetuneEpochs?: number;
  readonly student?: string;
  readonly selfDistill?: true;
  readonly temperature?: number;
  readonly distillEpochs?: number;
  readonly seed: number;
  readonly test?: string;
  readonly run?: string;
  readonly plan?: true;
  readonly workers?: number;
}

/** `unlabeled simclr-v2 LABELED UNLABELED`: the whole chain. */
export function simclrV2Command(): Command {
  const command = new Command("simclr-v2")
    .description("pretrain on pictures without labels, fine-tune on a few labels, distill")
    .argument("<labeled>", "pictures with labels: a sub-folder a class, tar shards, Parquet, IDX …")
    .argument("<unlabeled>", "pictures without labels, as many as there are")
    .optionsGroup("Pretraining:")
    .option("--config <file>", "a configuration or recipe of unlabeled pretrain; flags win")
    .option("--backbone <name>", "as pretrain's (default: resnet18)", backbone)
    .option("--size <pixels>", "height and width of the views (default: 64)", finiteNumber)
    .option("--batch-size <n>", "pictures a step (default: 256)", finiteNumber)
    .option("--pretrain-epochs <n>", "passes over the pictures (default: 100)", finiteNumber)
    .optionsGroup("Fine-tuning:")
    .option("--fraction <x>", "part of the labels, as many of each class (default: 1)", part)
    .option("--from-layer <n>", "as finetune's (default: 1)", wholeNumber)
    .option("--patience <n>", "as finetune's (default: never)", positiveInteger)
    .option("--finetune-epochs <n>", "passes over the labels (default: 60)", finiteNumber)
    .optionsGroup("Distillation:")
    .option("--student <name>", "a smaller backbone (default: the same one)", backbone)
    .option("--self-distill", "into the same backbone first, and of that into the student")
    .option("--temperature <x>", "as distill's (default: 1)", positiveNumber)
    .option("--distill-epochs <n>", "passes over the pictures (default: 100)", finiteNumber)
    .optionsGroup("All of it:")
    .option("--seed <n>", "all randomness follows from it", seed, 0)
    .option("--test <path>", "measure on these labelled pictures (default: a fifth of LABELED)")
    .option("--run <folder>", "where the stages are kept (default: runs/NAME-simclr-v2)")
    .option("--plan", "show what would be done, and end")
    .option("--workers <n>", "threads that prepare pictures (default: 1)", wholeNumber)
    .addHelpText(
      "after",
      `
Stopped or killed, the same command goes on where it was.

Examples:
  unlabeled simclr-v2 ./labeled ./photos --plan
  unlabeled simclr-v2 ./labeled ./photos --student resnet18-w16
  unlabeled simclr-v2 ./labeled ./photos --config photographs-32-simclr`,
    )
    .optionsGroup("The engine:");
  return addEngineOptions(command).action(chain);
}

async function chain(
  labeled: string,
  unlabeled: string,
  flags: Flags,
  command: Command,
): Promise<void> {
  const { size, batchSize, seed, student, selfDistill, temperature, fraction, fromLayer } = flags;
  const run = flags.run ?? join("runs", `${basename(resolve(unlabeled))}-simclr-v2`);
  const given = await readGiven(flags.config, {
    ...{ backbone: flags.backbone, size, batchSize, seed, epochs: flags.pretrainEpochs },
  });
  const pretraining = configOf({
    ...given,
    values: merge({ method: "simclr-v2" }, given.values),
  });
  const { method } = pretraining;
  if (method !== "simclr" && method !== "simclr-v2") {
    throw new UserError(`--config must have the method simclr-v2 or simclr here; got ${method}.`);
  }
  const { checkpointEverySeconds, checkpointEverySteps, keep, logs } = pretraining;
  const keeping = { checkpointEverySeconds, checkpointEverySteps, keep, logs };
  const own = pretraining.backbone;
  const students =
    selfDistill && student !== undefined && student !== own ? [own, student] : [student ?? own];
  const plan = await planChain({
    ...{ pretraining, students, run },
    ...{ labeled, unlabeled, test: flags.test },
    finetuning: {
      ...{ fraction, fromLayer, patience: flags.patience },
      ...{ ...keeping, seed, epochs: flags.finetuneEpochs },
    },
    distillation: { temperature, ...keeping, seed, epochs: flags.distillEpochs },
  });
  say(await chainTable(plan));
  say(
    `Runs in ${run}. Measured on ${count(plan.finetune.test.length, "picture")}: ${plan.finetune.split}.`,
  );
  for (const notice of plan.notices) say(notice);
  if (flags.plan) return;
  const engine = await startEngine(flags);
  for (const { config } of plan.distill) {
    for (const notice of largerStudent(config, plan.finetune.config)) say(notice);
  }
  say(`${engine.description}\n`);
  await runChain(plan, { workers: flags.workers, resumeCommand: asTyped(command, { run }) });
}
