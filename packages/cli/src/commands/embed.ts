import { open, writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { openSource } from "@unlabeled/data";
import type { Features } from "@unlabeled/eval";
import { Command } from "commander";
import { restoreBackbone } from "../assemble/restore-backbone.ts";
import { csvField } from "../csv.ts";
import { featuresOf } from "../measure/tables.ts";
import { encodeNpy } from "../npy.ts";
import { say } from "../terminal/write.ts";
import { UserError } from "../user-error.ts";
import { addEngineOptions, type EngineFlags, startEngine } from "./engine-options.ts";

interface Flags extends EngineFlags {
  readonly output: string;
}

/** `unlabeled embed RUN PATH -o FILE`: features of pictures. */
export function embedCommand(): Command {
  const command = new Command("embed")
    .description("write the features of pictures, one row a picture")
    .argument("<run>", "a run's folder")
    .argument("<path>", "a folder of pictures, tar shards or IDX files")
    .requiredOption(
      "-o, --output <file>",
      "FILE.npy (with the pictures' names in FILE.npy.keys.txt) or FILE.csv",
    )
    .addHelpText(
      "after",
      `
Examples:
  unlabeled embed runs/photos ./photos -o photos.npy    # numpy.load("photos.npy")
  unlabeled embed runs/photos ./photos -o photos.csv`,
    );
  return addEngineOptions(command).action(async (run: string, path: string, flags: Flags) => {
    const kind = extname(flags.output).toLowerCase();
    if (kind !== ".npy" && kind !== ".csv") {
      throw new UserError(`--output must end in .npy or .csv; got ${flags.output}.`);
    }
    const source = await openSource(path);
    const engine = await startEngine(flags);
    const { backbone, config } = await restoreBackbone(run);
    say(`${engine.description} - ${source.length.toLocaleString("en")} pictures`);
    const features = await featuresOf(backbone, source, config.size);
    const keys = Array.from(features.indices, (index) => source.key(index));
    if (kind === ".npy") {
      await writeFile(flags.output, encodeNpy(features.values, [features.count, features.width]));
      await writeFile(`${flags.output}.keys.txt`, keys.map((key) => `${key}\n`).join(""));
    } else {
      await writeCsv(flags.output, keys, features);
    }
    say(`${flags.output}: ${features.count} rows of ${features.width} features.`);
    const skipped = source.length - features.count;
    if (skipped > 0) say(`${skipped} pictures could not be read and have no row.`);
  });
}

/** A line at a time: the text of many features is larger than a string can be. */
async function writeCsv(path: string, keys: readonly string[], features: Features): Promise<void> {
  const { values, width } = features;
  const file = await open(path, "w");
  try {
    const names = Array.from({ length: width }, (_, i) => `f${i}`);
    await file.write(`key,${names.join(",")}\n`);
    for (const [row, key] of keys.entries()) {
      const line = values.subarray(row * width, (row + 1) * width).join(",");
      await file.write(`${csvField(key)},${line}\n`);
    }
  } finally {
    await file.close();
  }
}
