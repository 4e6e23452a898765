import { basename, join, resolve } from "node:path";
import { openSource } from "@unlabeled/data";
import { Command } from "commander";
import { dataOf } from "../config/data-of.ts";
import { readConfig } from "../config/read-config.ts";
import { asTyped, shellLine } from "../terminal/as-typed.ts";
import { count } from "../terminal/count.ts";
import { say } from "../terminal/write.ts";
import { checkBatchSize, pretrain } from "../training/pretrain.ts";
import { checkSameConfig } from "../training/recorded-config.ts";
import { checkRunFolder, checkSamePictures, earlierRun } from "../training/run-folder.ts";
import { addEngineOptions, startEngine } from "./engine-options.ts";
import { addPretrainOptions, configOf, type PretrainFlags } from "./pretrain-options.ts";

/** `unlabeled pretrain PATH`: learn from pictures without labels. */
export function pretrainCommand(): Command {
  const command = new Command("pretrain")
    .description("train a network on pictures without labels")
    .argument(
      "[path]",
      "a folder of pictures, tar shards (WebDataset), Parquet, IDX, NumPy or CIFAR files, or videos",
    )
    .addHelpText(
      "after",
      `
Examples:
  unlabeled pretrain ./photos
  unlabeled pretrain ./photos --method simclr --backbone resnet18-w32 --size 32
  unlabeled pretrain ./shards --config byol.yaml --run runs/first
  unlabeled pretrain ./photos --run runs/first --resume`,
    );
  return addEngineOptions(addPretrainOptions(command)).action(pretrainPath);
}

async function pretrainPath(
  path: string | undefined,
  flags: PretrainFlags,
  command: Command,
): Promise<void> {
  const { resume = false } = flags;
  const given = { data: path === undefined ? undefined : resolve(path), ...configOf(flags) };
  const named = resume && flags.run !== undefined ? await earlierRun(flags.run) : undefined;
  const config = await readConfig(flags.config, given, named?.config);
  const data = dataOf(config, "pretrain");
  const run = flags.run ?? join("runs", `${nameOf(data)}-${config.method}`);

  const earlier = await earlierRun(run);
  await checkRunFolder(run, earlier, resume);
  if (earlier !== undefined) checkSameConfig(run, earlier.config, config);
  const source = await openSource(data);
  if (earlier !== undefined) checkSamePictures(run, earlier, path ?? data, source);
  checkBatchSize(config, source);
  const engine = await startEngine(flags);
  say(`${engine.description} - ${count(source.length, "picture")} - ${run}`);

  const { steps } = await pretrain({
    ...{ config, source, run, resume },
    workers: flags.workers,
    resumeCommand: asTyped(command, { run, resume: true }),
  });
  say(steps > 0 ? "Done." : `${run} was finished before: there was nothing left to train.`);
  say(`What is it worth?      ${shellLine(["eval", "knn", run, "LABELED"])}`);
  say(`Features of pictures:  ${shellLine(["embed", run, path ?? data, "-o", "features.npy"])}`);
}

/** "photos" of ./photos and photos.tar, "train" of train-images-idx3-ubyte.gz. */
function nameOf(data: string): string {
  return basename(data)
    .replace(/[-.]images[-.]idx3-ubyte(\.gz)?$/, "")
    .replace(/\.tar$/i, "");
}
