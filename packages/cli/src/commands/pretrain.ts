import { basename, join, resolve } from "node:path";
import { openSource } from "@unlabeled/data";
import { Command } from "commander";
import { dataOf } from "../config/data-of.ts";
import { type Given, readGiven } from "../config/given.ts";
import { isValues } from "../config/merge.ts";
import { isSimclr } from "../config/method-name.ts";
import { printedConfig } from "../config/printed-config.ts";
import { configOf } from "../config/read-config.ts";
import { recipeList } from "../config/recipes.ts";
import { asTyped, shellLine } from "../terminal/as-typed.ts";
import { count } from "../terminal/count.ts";
import { say } from "../terminal/write.ts";
import { checkEnoughPictures, pretrain } from "../training/pretrain.ts";
import { checkSameConfig } from "../training/recorded-config.ts";
import { checkRunFolder, checkSamePictures, earlierRun } from "../training/run-folder.ts";
import { addEngineOptions, startEngine } from "./engine-options.ts";
import { addPretrainOptions, type PretrainFlags, valuesOf } from "./pretrain-options.ts";

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
Recipes (--config NAME):
${recipeList()}

Examples:
  unlabeled pretrain ./photos
  unlabeled pretrain ./photos --method simclr --backbone resnet18-w32 --size 32
  unlabeled pretrain ./shards --config byol.yaml --run runs/first
  unlabeled pretrain ./photos --config photographs-32-simclr --print-config
  unlabeled pretrain ./photos --run runs/first --resume`,
    );
  addPretrainOptions(command).optionsGroup("The engine:");
  return addEngineOptions(command).action(pretrainPath);
}

async function pretrainPath(
  path: string | undefined,
  flags: PretrainFlags,
  command: Command,
): Promise<void> {
  const { resume = false } = flags;
  const given = await readGiven(flags.config, {
    data: path === undefined ? undefined : resolve(path),
    ...valuesOf(flags),
  });
  if (flags.printConfig && !resume) return say(printedConfig(configOf(given)));
  const run = flags.run ?? defaultRun(given);
  const earlier = await earlierRun(run);
  const record = resume ? earlier?.config : undefined;
  const config = configOf(given, isValues(record) ? record : {});
  if (flags.printConfig) return say(printedConfig(config));
  const data = dataOf(config, "pretrain");
  await checkRunFolder(run, earlier, resume);
  if (earlier !== undefined) checkSameConfig(run, earlier.config, config, given.values);
  const source = await openSource(data);
  if (earlier !== undefined) checkSamePictures(run, earlier, path ?? data, source);
  checkEnoughPictures(config, source);
  const engine = await startEngine(flags);
  say(`${engine.description} - ${count(source.length, "picture")} - ${run}`);

  const { steps } = await pretrain({
    ...{ config, source, run, resume },
    workers: flags.workers,
    resumeCommand: asTyped(command, { run, resume: true }),
  });
  say(steps > 0 ? "Done." : `${run} was finished before: there was nothing left to train.`);
  say(`What is it worth?      ${shellLine(["eval", "knn", run, "LABELED"])}`);
  if (isSimclr(config.method)) {
    say(`With a few labels:     ${shellLine(["finetune", run, "LABELED"])}`);
  }
  say(`Features of pictures:  ${shellLine(["embed", run, path ?? data, "-o", "features.npy"])}`);
}

/** Where a run is kept that was not given a place: named after its pictures and its method. */
function defaultRun(given: Given): string {
  const config = configOf(given);
  return join("runs", `${nameOf(dataOf(config, "pretrain"))}-${config.method}`);
}

/** "photos" of ./photos and photos.tar, "train" of train-images-idx3-ubyte.gz. */
function nameOf(data: string): string {
  return basename(data)
    .replace(/[-.]images[-.]idx3-ubyte(\.gz)?$/, "")
    .replace(/\.tar$/i, "");
}
