import type { Command } from "commander";
import type { Values } from "../config/merge.ts";
import { addEngineOptions, type EngineFlags } from "./engine-options.ts";
import { finiteNumber, group, names, wholeNumber } from "./flag-values.ts";

/** What the flags that fine-tuning and distillation share say. */
export interface StageFlags extends EngineFlags {
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly optimizer?: string;
  readonly learningRate?: number;
  readonly weightDecay?: number;
  readonly warmupEpochs?: number;
  readonly test?: string;
  readonly run?: string;
  readonly resume?: boolean;
  readonly checkpointEverySeconds?: number;
  readonly keep?: number;
  readonly log?: readonly string[];
  readonly workers?: number;
}

/** What is the default of a stage, for people. */
export interface StageDefaults {
  readonly epochs: string;
  readonly batchSize: string;
  readonly learningRate: string;
  readonly weightDecay: string;
  readonly warmupEpochs: string;
  readonly test: string;
  readonly run: string;
}

/** Adds the flags of a training with labels or teachers. */
export function addStageOptions(command: Command, defaults: StageDefaults): Command {
  command
    .optionsGroup("How:")
    .option("--epochs <n>", `passes over the pictures (default: ${defaults.epochs})`, finiteNumber)
    .option("--batch-size <n>", `pictures a step (default: ${defaults.batchSize})`, finiteNumber)
    .option("--seed <n>", "all randomness follows from it (default: 0)", finiteNumber)
    .option("--optimizer <name>", "sgd, adam, adamw or lars (default: sgd; lars if RUN had that)")
    .option(
      "--learning-rate <x>",
      `for a batch of 256 (default: ${defaults.learningRate})`,
      finiteNumber,
    )
    .option("--weight-decay <x>", `of kernels (default: ${defaults.weightDecay})`, finiteNumber)
    .option(
      "--warmup-epochs <x>",
      `in which the rate rises from 0 (default: ${defaults.warmupEpochs})`,
      finiteNumber,
    )
    .optionsGroup("The run:")
    .option("--test <path>", `measure on these labelled pictures (default: ${defaults.test})`)
    .option("--run <folder>", `where the run is kept (default: ${defaults.run})`)
    .option("--resume", "go on with the run in that folder, as it began")
    .option("--checkpoint-every-seconds <s>", "save that often (default: 120)", finiteNumber)
    .option("--keep <n>", "newest checkpoints that stay (default: 3)", finiteNumber)
    .option("--log <names>", "also write tensorboard, csv or both: tensorboard,csv", names)
    .option("--workers <n>", "threads that prepare pictures (default: 1)", wholeNumber)
    .optionsGroup("The engine:");
  return addEngineOptions(command);
}

/** Those that were given, by the names of configurations. */
export function stageValues(flags: StageFlags): Values {
  const { epochs, batchSize, seed, checkpointEverySeconds, keep, log } = flags;
  return {
    ...{ epochs, batchSize, seed, checkpointEverySeconds, keep, logs: log },
    ...group("optimizer", { name: flags.optimizer, weightDecay: flags.weightDecay }),
    ...group("learningRate", { base: flags.learningRate, warmupEpochs: flags.warmupEpochs }),
  };
}
