import { openSource } from "@unlabeled/data";
import { Command } from "commander";
import { writeFeatures } from "../embedding/write-features.ts";
import { featuresOf } from "../measure/tables.ts";
import { checkOutput } from "../output/check-output.ts";
import { trainedRun } from "../stages/trained-run.ts";
import { count } from "../terminal/count.ts";
import { say } from "../terminal/write.ts";
import { addEngineOptions, type EngineFlags, startEngine } from "./engine-options.ts";

interface Flags extends EngineFlags {
  readonly output: string;
}

/** `unlabeled embed RUN PATH -o FILE`: features of pictures. */
export function embedCommand(): Command {
  const command = new Command("embed")
    .description("write the features of pictures, one row a picture")
    .argument("<run>", "a run's folder")
    .argument(
      "<path>",
      "a folder of pictures, tar shards, Parquet, IDX, NumPy or CIFAR files, or videos",
    )
    .requiredOption(
      "-o, --output <file>",
      "FILE.npy (with the pictures' names in FILE.npy.keys.txt) or FILE.csv",
    )
    .addHelpText(
      "after",
      `
Examples:
  unlabeled embed runs/photos-byol ./photos -o photos.npy
  unlabeled embed runs/photos-byol ./photos -o photos.csv`,
    );
  return addEngineOptions(command).action(embed);
}

async function embed(run: string, path: string, flags: Flags): Promise<void> {
  const { output } = flags;
  await checkOutput(output, [".npy", ".csv"]);
  const { config, restore } = await trainedRun(run);
  const source = await openSource(path);
  const engine = await startEngine(flags);
  const { backbone, step } = await restore();
  say(
    `${engine.description} - ${count(source.length, "picture")} - ${run}, step ${step.toLocaleString("en")}`,
  );
  const features = await featuresOf(backbone, source, config.size);
  const keys = Array.from(features.indices, (index) => source.key(index));
  await writeFeatures(output, keys, features);
  say(`${output}: ${count(features.count, "row")} of ${count(features.width, "feature")}`);
  const skipped = source.length - features.count;
  if (skipped > 0) say(`${count(skipped, "picture")} could not be read and left out`);
}
