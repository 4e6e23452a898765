import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { Values } from "../config/merge.ts";
import { pretrainConfig } from "../config/pretrain-config.ts";
import { UserError } from "../user-error.ts";
import type { EngineFlags } from "./engine-options.ts";
import { finiteNumber, group, names, wholeNumber } from "./flag-values.ts";

/** What the flags of `unlabeled pretrain` say. */
export interface PretrainFlags extends EngineFlags {
  readonly config?: string;
  readonly method?: string;
  readonly mocoVersion?: number;
  readonly queue?: number;
  readonly symmetric?: true;
  readonly normGroups?: number;
  readonly temperature?: number;
  readonly emaMomentum?: number;
  readonly backbone?: string;
  readonly stem?: string;
  readonly size?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly chunk?: number;
  readonly seed?: number;
  readonly optimizer?: string;
  readonly learningRate?: number;
  readonly weightDecay?: number;
  readonly run?: string;
  readonly resume?: boolean;
  readonly checkpointEverySeconds?: number;
  readonly checkpointEverySteps?: number;
  readonly keep?: number;
  readonly log?: readonly string[];
  readonly guard?: string;
  readonly probe?: string;
  readonly probeEveryEpochs?: number;
  readonly probeEverySteps?: number;
  readonly workers?: number;
  readonly printConfig?: true;
}

/**
 * Adds the flags that describe a training. None has a value of its own where it is not given: a file may
 * have one, so the defaults are the configuration's.
 */
export function addPretrainOptions(command: Command): Command {
  const defaults = pretrainConfig.parse({});
  const { method, backbone, size, epochs, batchSize, seed, keep, guard } = defaults;
  command
    .optionsGroup("What is learned:")
    .option("--method <name>", `byol, simclr, simclr-v2 or moco (default: ${method})`)
    .option("--moco-version <n>", "1, 2 or 3 (default: 2)", finiteNumber)
    .option(
      "--queue <n>",
      "negatives of MoCo v1 and v2 (default: 65536; 4096 up to a size of 64), SimCLRv2's memory",
      finiteNumber,
    )
    .option("--symmetric", "MoCo v1 and v2: both views are queries, at twice the cost")
    .option(
      "--norm-groups <n>",
      "MoCo v1 and v2: parts of a batch normalized apart (default: 8, of 32 pictures each)",
      finiteNumber,
    )
    .option(
      "--temperature <x>",
      "of the loss (default: SimCLR 0.5; SimCLRv2 0.1, or 0.2 up to a size of 64; MoCo v1 0.07, v2 0.2, v3 1)",
      finiteNumber,
    )
    .option(
      "--ema-momentum <m>",
      "of BYOL's target and MoCo's key (default: 0.99; MoCo v1, v2 0.999 above size 64)",
      finiteNumber,
    )
    .option(
      "--backbone <name>",
      `resnet8, 10, 18, 34, 50, 101, 152 or 200; -w16 for a width of 16; -sk for selective kernels; efficientnet-b0 to -b7 (default: ${backbone})`,
    )
    .option(
      "--stem <name>",
      "small, strided (a quarter of the cost) or imagenet (default: small up to a size of 64)",
    )
    .option("--size <pixels>", `height and width of the views (default: ${size})`, finiteNumber)
    .optionsGroup("How:")
    .option("--epochs <n>", `passes over the pictures (default: ${epochs})`, finiteNumber)
    .option("--batch-size <n>", `pictures a step (default: ${batchSize})`, finiteNumber)
    .option(
      "--chunk <n>",
      "pictures in memory at once, for large batches (default: all)",
      finiteNumber,
    )
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
    .option("--config <file>", "JSON or YAML with these and more, or a recipe; flags win")
    .option("--print-config", "print the configuration with all defaults, for --config, and end")
    .optionsGroup("The run:")
    .option("--run <folder>", "where the run is kept (default: runs/NAME-METHOD)")
    .option("--resume", "go on with the run in that folder, configured as it began")
    .option("--checkpoint-every-seconds <s>", "save that often (default: 120)", finiteNumber)
    .option("--checkpoint-every-steps <n>", "save that often, not by the clock", finiteNumber)
    .option("--keep <n>", `newest checkpoints that stay (default: ${keep})`, finiteNumber)
    .option("--log <names>", "also write tensorboard, csv or both: tensorboard,csv", names)
    .option("--guard <what>", `when it does not learn: stop, pause or off (default: ${guard})`)
    .option("--probe <path>", "measure the features on these labelled pictures meanwhile")
    .option("--probe-every-epochs <n>", "how often (default: a tenth of the epochs)", finiteNumber)
    .option("--probe-every-steps <n>", "how often, by updates", finiteNumber)
    .option("--workers <n>", "threads that prepare pictures (default: 1)", wholeNumber);
  for (const [flag, name] of Object.entries(ELSEWHERE)) command.addOption(named(flag, name));
  return command;
}

/** The flags by the configuration's names. */
export function valuesOf(flags: PretrainFlags): Values {
  const { optimizer, learningRate, weightDecay, log, probe } = flags;
  const { probeEveryEpochs: everyEpochs, probeEverySteps: everySteps } = flags;
  return {
    ...Object.fromEntries(SAME.map((name) => [name, flags[name]])),
    logs: log,
    ...group("optimizer", { name: optimizer, weightDecay }),
    ...group("learningRate", { base: learningRate }),
    ...group("probe", { data: probe && resolve(probe), everyEpochs, everySteps }),
  };
}

/** Flags that are called as the configuration's values. */
const SAME = [
  ...["method", "mocoVersion", "queue", "symmetric", "normGroups", "temperature", "emaMomentum"],
  ...["backbone", "stem", "size", "epochs", "batchSize", "chunk", "seed"],
  ...["checkpointEverySeconds", "checkpointEverySteps", "keep", "guard"],
] as readonly (keyof PretrainFlags)[];

/** Flags of other programs. */
const ELSEWHERE = {
  "--arch": "--backbone",
  "--bs": "--batch-size",
  "--lr": "--learning-rate",
  "--wd": "--weight-decay",
} as const;

/** A flag that is not there, and asks for the one that is. */
function named(flag: string, name: string): Option {
  return new Option(`${flag} <x>`).hideHelp().argParser(() => {
    throw new UserError(`unknown option '${flag}'. Did you mean ${name}?`);
  });
}
