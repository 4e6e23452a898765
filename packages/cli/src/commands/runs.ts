import { Command } from "commander";
import { differingValues, lastFigures } from "../run-folders/compare-runs.ts";
import { comparisonTable } from "../run-folders/comparison-table.ts";
import { findRunFolders } from "../run-folders/find-run-folders.ts";
import { type RunFolder, readRunFolder, type SoundFolder } from "../run-folders/read-run-folder.ts";
import { figure, runsTable } from "../run-folders/runs-table.ts";
import { summarizeRun } from "../run-folders/summarize-run.ts";
import { say } from "../terminal/write.ts";
import { UserError } from "../user-error.ts";

interface Flags {
  readonly json?: boolean;
}

/** `unlabeled runs [FOLDER]`: what was trained. `unlabeled runs A B`: in what they differ. */
export function runsCommand(): Command {
  return new Command("runs")
    .description("list the runs in a folder, or compare some: settings that differ, last figures")
    .argument("[folders...]", "one folder with runs in it, or two runs and more (default: runs)")
    .option("--json", "print all of it as JSON")
    .addHelpText(
      "after",
      `
Examples:
  unlabeled runs
  unlabeled runs experiments/september --json
  unlabeled runs runs/photos-byol runs/photos-simclr`,
    )
    .action((folders: string[], flags: Flags) =>
      folders.length > 1 ? compare(folders, flags) : list(folders[0] ?? "runs", flags),
    );
}

async function list(folder: string, { json }: Flags): Promise<void> {
  const found = await Promise.all((await findRunFolders(folder)).map(readRunFolder));
  const newestFirst = found.sort((a, b) => b.changed - a.changed);
  const summaries = newestFirst.map(summarizeRun);
  if (json) return say(JSON.stringify(summaries, null, 2));
  const runs = summaries.flatMap((summary) => ("state" in summary ? [summary] : []));
  if (summaries.length === 0) return say(`${folder} has no runs in it.`);
  if (runs.length > 0) say(runsTable(runs, folder));
  const damaged = summaries.filter(({ problem }) => problem !== undefined);
  if (runs.length > 0 && damaged.length > 0) say();
  for (const { folder, problem } of damaged) say(`${folder}: ${problem}.`);
}

async function compare(folders: readonly string[], { json }: Flags): Promise<void> {
  const found = await Promise.all(folders.map(readRunFolder));
  const sound = found.filter(isSound);
  const damaged = found.flatMap((one) => ("problem" in one ? [one] : []));
  if (sound.length < 2) {
    const [first] = damaged;
    throw new UserError(
      `RUN must be at least two folders that unlabeled pretrain made; got ${first?.folder}: ${first?.problem}.`,
    );
  }
  const runs = sound.map(({ run }) => run);
  const names = sound.map(({ folder }) => folder);
  const differences = differingValues(runs);
  const figures = lastFigures(runs);
  if (json) return say(JSON.stringify({ runs: names, differences, figures, damaged }, null, 2));
  if (Object.keys(differences).length === 0) say("All are configured alike.");
  else say(comparisonTable("in what they differ", names, differences));
  say();
  say(comparisonTable("last figures", names, figures, figure));
  if (damaged.length > 0) say();
  for (const { folder, problem } of damaged) say(`${folder}: ${problem}.`);
}

function isSound(found: RunFolder): found is SoundFolder {
  return "run" in found;
}
