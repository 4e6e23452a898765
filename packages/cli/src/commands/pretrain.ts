import { basename, resolve } from "node:path";
import { openSource } from "@unlabeled/data";
import { Command } from "commander";
import { readConfig } from "../config/read-config.ts";
import { pretrain } from "../pretrain.ts";
import { say } from "../terminal/write.ts";
import { UserError } from "../user-error.ts";
import {
  addEngineOptions,
  type EngineFlags,
  finiteNumber,
  positiveInteger,
  startEngine,
} from "./engine-options.ts";

interface Flags extends EngineFlags {
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

/** `unlabeled pretrain PATH`: learn from pictures without labels. */
export function pretrainCommand(): Command {
  const command = new Command("pretrain")
    .description("train a network on pictures without labels")
    .argument("[path]", "a folder of pictures, tar shards (WebDataset) or IDX files")
    .option("--method <name>", "byol or simclr (default: byol)")
    .option(
      "--backbone <name>",
      "resnet10, resnet18, resnet34, resnet50; -w16 for a width of 16 (default: resnet18)",
    )
    .option(
      "--stem <name>",
      "small (for pictures of up to 64 pixels) or imagenet (default: by size)",
    )
    .option("--size <pixels>", "height and width of the views (default: 64)", positiveInteger)
    .option("--epochs <n>", "passes over the pictures (default: 100)", positiveInteger)
    .option("--batch-size <n>", "pictures a step (default: 256)", positiveInteger)
    .option("--seed <n>", "all randomness follows from it (default: 0)", finiteNumber)
    .option("--optimizer <name>", "sgd, adam, adamw or lars (default: sgd)")
    .option("--learning-rate <x>", "before scaling by the batch size", finiteNumber)
    .option("--weight-decay <x>", "of kernels", finiteNumber)
    .option("--temperature <x>", "SimCLR's (default: 0.5)", finiteNumber)
    .option(
      "--config <file>",
      "JSON or YAML with these and more (unlabeled schema describes it); flags win",
    )
    .option("--run <folder>", "where the run is kept (default: runs/NAME-OF-PATH-METHOD)")
    .option("--resume", "go on with the run in that folder")
    .option("--workers <n>", "threads that prepare pictures (default: 1)", finiteNumber)
    .addHelpText(
      "after",
      `
Examples:
  unlabeled pretrain ./photos
  unlabeled pretrain ./photos --method simclr --backbone resnet18-w32 --size 64 --epochs 200
  unlabeled pretrain shards/ --config byol.yaml --run runs/first
  unlabeled pretrain ./photos --run runs/first --resume`,
    );
  return addEngineOptions(command).action(async (path: string | undefined, flags: Flags) => {
    const { optimizer, learningRate, weightDecay } = flags;
    const config = await readConfig(flags.config, {
      data: path === undefined ? undefined : resolve(path),
      method: flags.method,
      backbone: flags.backbone,
      stem: flags.stem,
      size: flags.size,
      epochs: flags.epochs,
      batchSize: flags.batchSize,
      seed: flags.seed,
      temperature: flags.temperature,
      ...((optimizer ?? weightDecay) !== undefined && {
        optimizer: { name: optimizer, weightDecay },
      }),
      ...(learningRate !== undefined && { learningRate: { base: learningRate } }),
    });
    if (config.data === undefined) {
      throw new UserError(
        "pretrain: say where the pictures are: unlabeled pretrain PATH, or data: in the --config file.",
      );
    }
    const run = flags.run ?? `runs/${basename(config.data)}-${config.method}`;
    const source = await openSource(config.data);
    const engine = await startEngine(flags);
    say(`${engine.description} - ${source.length.toLocaleString("en")} pictures - ${run}`);
    const { finished } = await pretrain({
      config,
      source,
      run,
      resume: flags.resume ?? false,
      workers: flags.workers,
      resumeCommand: `unlabeled pretrain ${config.data} --run ${run} --resume, and the same flags`,
    });
    if (finished) {
      say(`Done. What is it worth? unlabeled eval knn ${run} LABELED`);
      say(`Features of pictures: unlabeled embed ${run} ${config.data} -o features.npy`);
    }
  });
}
