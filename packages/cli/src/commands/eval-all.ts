import { Command } from "commander";
import { buildBackbone } from "../assemble/backbone.ts";
import { worthTable } from "../demo/demo-words.ts";
import { labeledPair } from "../measure/labeled-pair.ts";
import { measureWorth, representations, type Worth } from "../measure/measure.ts";
import { trainedRun } from "../stages/trained-run.ts";
import { say } from "../terminal/write.ts";
import { addEngineOptions, type EngineFlags, startEngine } from "./engine-options.ts";
import { seed } from "./flag-values.ts";

interface Flags extends EngineFlags {
  readonly test?: string;
  readonly seed: number;
  readonly json?: boolean;
}

/** `unlabeled eval all RUN PATH`: every probe, on raw pixels, the untrained and the trained network. */
export function allCommand(): Command {
  const command = new Command("all")
    .description(
      "linear probe, 10 labels a class and kNN, of raw pixels, untrained and trained network",
    )
    .argument("<run>", "a run's folder")
    .argument("<path>", "pictures with labels: a sub-folder a class, tar shards, Parquet, IDX …")
    .option("--test <path>", "measure on these (default: a fifth of PATH is held out)")
    .option("--seed <n>", "of the split and the draws", seed, 0)
    .option("--json", "print the figures with their protocols as JSON");
  command.addHelpText(
    "after",
    `
Examples:
  unlabeled eval all runs/photos-byol ./labeled
  unlabeled eval all runs/photos-byol ./labeled --json`,
  );
  return addEngineOptions(command).action(evaluateAll);
}

async function evaluateAll(run: string, path: string, flags: Flags): Promise<void> {
  const { config, restore } = await trainedRun(run);
  const pair = await labeledPair(path, flags.test, flags.seed);
  const engine = await startEngine(flags);
  const { backbone, step } = await restore();
  if (!flags.json) say(`${engine.description} - ${run}, step ${step.toLocaleString("en")}`);
  const networks = { untrained: buildBackbone(config), trained: backbone };
  const worths: Worth[] = [];
  for (const kind of await representations(networks, pair, config.size)) {
    worths.push(await measureWorth(kind, flags.seed));
  }
  if (flags.json) {
    say(JSON.stringify({ run, step, test: pair.split, worths }, null, 2));
    return;
  }
  say(worthTable(worths));
  say(
    `${pair.train.length} training and ${pair.test.length} test pictures (${pair.split}); --json says how each was measured.`,
  );
}
