import { join } from "node:path";
import { openSource, readPseudoLabels } from "@unlabeled/data";
import { Command, InvalidArgumentError } from "commander";
import { checkShardSize } from "../pseudo-labels/batch-size.ts";
import { classTable } from "../pseudo-labels/class-table.ts";
import { labelPictures } from "../pseudo-labels/label-pictures.ts";
import { checkOutputFolder } from "../pseudo-labels/output-folder.ts";
import { writeReviewPage } from "../pseudo-labels/review-page.ts";
import { writeUnreadable } from "../pseudo-labels/unreadable-list.ts";
import { trainedClassifier } from "../stages/trained-classifier.ts";
import { asTyped } from "../terminal/as-typed.ts";
import { count } from "../terminal/count.ts";
import { say } from "../terminal/write.ts";
import { addEngineOptions, type EngineFlags, startEngine } from "./engine-options.ts";
import { positiveInteger, wholeNumber } from "./flag-values.ts";

interface Flags extends EngineFlags {
  readonly output?: string;
  readonly round: number;
  readonly page?: boolean;
  readonly shard: string;
  readonly shardSize: number;
  readonly workers?: number;
}

/** `unlabeled pseudo-label RUN PATH`: what a classifier says of pictures without labels. */
export function pseudoLabelCommand(): Command {
  const command = new Command("pseudo-label")
    .description(
      "write what a classifier says of pictures without labels, to learn from or to look at",
    )
    .argument(
      "<run>",
      "the teacher: a run's folder, of unlabeled finetune, distill or noisy-student",
    )
    .argument("<path>", "pictures; labels are not read")
    .option("-o, --output <folder>", "where the files are kept (default: RUN/pseudo-labels)")
    .option(
      "--page",
      "also make index.html there: the most and least certain pictures of each class, to reject wrong labels",
    )
    .option("--round <n>", "a number for the files: which of several teachers", positiveInteger, 1)
    .optionsGroup("How:")
    .option("--shard <i/n>", "part i of n, each a process; i from 0 on (0/1: all)", part, "0/1")
    .option("--shard-size <n>", "pictures a file", positiveInteger, 10_000)
    .option("--workers <n>", "threads that prepare pictures (default: 1)", wholeNumber)
    .optionsGroup("The engine:")
    .addHelpText(
      "after",
      `
The files are Parquet: key, index, label, class, confidence, probabilities.
Interrupted, the same command goes on; whole files stay.

Examples:
  unlabeled pseudo-label runs/tuned ./photos --page
  unlabeled pseudo-label runs/tuned ./photos -o labels --shard 0/4
  duckdb -c "SELECT label, count(*) FROM 'labels/*.parquet' GROUP BY label"`,
    );
  return addEngineOptions(command).action(pseudoLabel);
}

async function pseudoLabel(
  run: string,
  path: string,
  flags: Flags,
  command: Command,
): Promise<void> {
  const { output: folder = join(run, "pseudo-labels"), round, shardSize, workers, page } = flags;
  const [index = 0, parts = 1] = flags.shard.split("/").map(Number);
  checkShardSize(shardSize);
  const teacher = await trainedClassifier(run);
  await checkOutputFolder(folder);
  const source = await openSource(path);
  const { description, name, precision } = await startEngine(flags);
  say(
    `${description} - ${teacher.config.network.backbone} of ${run} - ${count(source.length, "picture")} - ${folder}`,
  );
  const { missing } = await labelPictures(source, teacher, {
    ...{ folder, round, shardSize, shard: { index, count: parts }, workers },
    ...{ engine: `${name} ${precision}`, resumeCommand: asTyped(command) },
  });
  if (missing > 0) {
    say(
      `${count(missing, "file")} of other processes are not there yet. When all are, this command shows what they say.`,
    );
    return;
  }
  const labels = await readPseudoLabels(folder, source);
  say(classTable(labels));
  const { unreadable, rejected } = labels;
  const pictures = count(source.length - unreadable.length, "picture");
  say(`Labels of ${pictures}: ${join(folder, "part-*.parquet")}`);
  await writeUnreadable(folder, unreadable, source);
  if (rejected.length > 0) {
    say(
      `Rejected, and not counted above: ${count(rejected.length, "picture")} (${join(folder, "rejected.txt")}).`,
    );
  }
  if (page) say(`To look at: ${await writeReviewPage(folder, labels, source, path)}`);
  else say(`To look at some, and reject wrong ones:  ${asTyped(command, { page: true })}`);
}

/** A flag's value as a part of several, "0/4"; a text, so that it can be shown again. */
function part(text: string): string {
  const [, index, parts] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (index !== undefined && Number(index) < Number(parts)) return text;
  throw new InvalidArgumentError("It must be I/N with I in [0, N), such as 0/4.");
}
