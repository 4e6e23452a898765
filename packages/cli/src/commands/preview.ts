import { resolve } from "node:path";
import { openSource } from "@unlabeled/data";
import { Command } from "commander";
import { buildViews } from "../assemble/views.ts";
import { dataOf } from "../config/data-of.ts";
import { methodName } from "../config/method-name.ts";
import { pretrainConfig } from "../config/pretrain-config.ts";
import { readConfig } from "../config/read-config.ts";
import { checkOutput, extensionOf } from "../output/check-output.ts";
import { writeBeside } from "../output/write-beside.ts";
import { drawPreview } from "../preview/draw-preview.ts";
import { previewHtml } from "../preview/preview-html.ts";
import { previewPng } from "../preview/preview-png.ts";
import { count } from "../terminal/count.ts";
import { say } from "../terminal/write.ts";
import { UserError } from "../user-error.ts";
import { finiteNumber, positiveInteger } from "./flag-values.ts";

interface Flags {
  readonly config?: string;
  readonly method?: string;
  readonly size?: number;
  readonly seed?: number;
  readonly pictures: number;
  readonly epochs: number;
  readonly output: string;
}

/** `unlabeled preview PATH`: what a network would see of the pictures. */
export function previewCommand(): Command {
  const { method, size, seed } = pretrainConfig.parse({});
  return new Command("preview")
    .description("show some pictures with the views that training would make of them")
    .argument(
      "[path]",
      "a folder of pictures, tar shards, Parquet, IDX, NumPy or CIFAR files, or videos",
    )
    .option("--method <name>", `byol, simclr, simclr-v2 or moco (default: ${method})`)
    .option("--size <pixels>", `height and width of the views (default: ${size})`, finiteNumber)
    .option("--seed <n>", `of the training that is looked at (default: ${seed})`, finiteNumber)
    .option(
      "--config <file>",
      "JSON or YAML or a recipe, as unlabeled pretrain takes it; flags win",
    )
    .option("--pictures <n>", "how many", positiveInteger, 8)
    .option("--epochs <n>", "of how many epochs each view is shown", positiveInteger, 4)
    .option("-o, --output <file>", "FILE.html or FILE.png", "preview.html")
    .addHelpText(
      "after",
      `
Examples:
  unlabeled preview ./photos --method byol
  unlabeled preview ./photos --method simclr --size 32 -o views.png
  unlabeled preview --config byol.yaml`,
    )
    .action(preview);
}

async function preview(path: string | undefined, flags: Flags): Promise<void> {
  const { output, pictures, epochs, method, size, seed } = flags;
  await checkOutput(output, [".html", ".png"]);
  const given = { data: path === undefined ? undefined : resolve(path), method, size, seed };
  const config = await readConfig(flags.config, given);
  const place = dataOf(config, "preview");
  const source = await openSource(place);
  const data = path ?? place;
  const pipeline = buildViews(config);
  const drawn = await drawPreview(source, pipeline, { pictures, epochs, seed: config.seed });
  const { rows, unreadable } = drawn;
  if (rows.length === 0) {
    throw new UserError(
      `PATH must hold a picture that can be read; got ${count(source.length, "picture")} in ${data} of which none can.`,
    );
  }
  const name = methodName(config);
  const words = { method: name, data, seed: config.seed };
  const page =
    extensionOf(output) === ".png"
      ? await previewPng(rows, config.size)
      : await previewHtml(rows, pipeline, words);
  await writeBeside(output, (file) => file.writeFile(page));
  const skipped = unreadable > 0 ? ` (${count(unreadable, "picture")} could not be read)` : "";
  say(`${output}: ${count(rows.length, "picture")} of ${source.length}${skipped}, ${name}'s views`);
}
