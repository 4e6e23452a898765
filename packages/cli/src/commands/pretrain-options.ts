import type { Command } from "commander";
import { pretrainConfig } from "../config/pretrain-config.ts";
import type { EngineFlags } from "./engine-options.ts";
import { finiteNumber, wholeNumber } from "./flag-values.ts";

/** What the flags of `unlabeled pretrain` say. */
export interface PretrainFlags extends EngineFlags {
  readonly config?: string;
  readonly method?: string;
  readonly backbone?: string;
  readonly stem?: string;
  readonly size?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly optimizer?: string;
  readonly learningRate?: number;
  readonly weightDecay?: number;
  readonly temperature?: number;
  readonly run?: string;
  readonly resume?: boolean;
  readonly workers?: number;
}

/**
 * Adds the flags that describe a training. None has a value of its own where it is not given: a file may
 * have one, so the defaults are the configuration's.
 */
export function addPretrainOptions(command: Command): Command {
  const { method, backbone, size, epochs, batchSize, seed } = pretrainConfig.parse({});
  return command
    .option("--method <name>", `byol or simclr (default: ${method})`)
    .option(
      "--backbone <name>",
      `resnet8, resnet10, resnet18, resnet34 or resnet50; -w16 for a width of 16 (default: ${backbone})`,
    )
    .option(
      "--stem <name>",
      "small, strided (a quarter of the cost) or imagenet (default: small up to a size of 64)",
    )
    .option("--size <pixels>", `height and width of the views (default: ${size})`, finiteNumber)
    .option("--epochs <n>", `passes over the pictures (default: ${epochs})`, finiteNumber)
    .option("--batch-size <n>", `pictures a step (default: ${batchSize})`, finiteNumber)
    .option("--seed <n>", `all randomness follows from it (default: ${seed})`, finiteNumber)
    .option("--optimizer <name>", "sgd, adam, adamw or lars (default: sgd)")
    .option(
      "--learning-rate <x>",
      "for a batch of 256 (default: sgd 0.06, adam and adamw 0.001, lars 0.3)",
      finiteNumber,
    )
    .option(
      "--weight-decay <x>",
      "of kernels (default: sgd 0.0005, adam 0, adamw 0.01, lars 0.000001)",
      finiteNumber,
    )
    .option("--temperature <x>", "of SimCLR's loss (default: 0.5)", finiteNumber)
    .option("--config <file>", "JSON or YAML with these and more (unlabeled schema); flags win")
    .option("--run <folder>", "where the run is kept (default: runs/NAME-METHOD)")
    .option("--resume", "go on with the run in that folder, configured as it began")
    .option("--workers <n>", "threads that prepare pictures (default: 1)", wholeNumber);
}

/** The flags by the configuration's names. */
export function configOf(flags: PretrainFlags): Record<string, unknown> {
  const { method, backbone, stem, size, epochs, batchSize, seed, temperature } = flags;
  const { optimizer, learningRate, weightDecay } = flags;
  return {
    ...{ method, backbone, stem, size, epochs, batchSize, seed, temperature },
    ...((optimizer ?? weightDecay) !== undefined && {
      optimizer: { name: optimizer, weightDecay },
    }),
    ...(learningRate !== undefined && { learningRate: { base: learningRate } }),
  };
}
