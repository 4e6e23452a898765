import type { Backbone } from "@unlabeled/core";
import type { FeatureTable, Figure } from "@unlabeled/eval";
import type { Command } from "commander";
import { buildBackbone } from "../assemble/backbone.ts";
import { type LabeledPair, labeledPair } from "../measure/labeled-pair.ts";
import { featuresOf, pixelsOf } from "../measure/tables.ts";
import { trainedRun } from "../stages/trained-run.ts";
import { count } from "../terminal/count.ts";
import { percent, textTable } from "../terminal/table.ts";
import { say } from "../terminal/write.ts";
import { addEngineOptions, type EngineFlags, startEngine } from "./engine-options.ts";
import { seed } from "./flag-values.ts";

/** What the flags that all evaluations take say. */
export interface EvaluateFlags extends EngineFlags {
  readonly test?: string;
  readonly baselines: boolean;
  readonly seed: number;
  readonly json?: boolean;
}

type Measure = (train: FeatureTable, test: FeatureTable) => Promise<Figure>;

/** Adds what all evaluations take. */
export function addEvaluateOptions(command: Command): Command {
  return addEngineOptions(
    command
      .argument("<run>", "a run's folder")
      .argument("<path>", "pictures with labels: a sub-folder a class, tar shards, Parquet, IDX …")
      .option("--test <path>", "measure on these (default: a fifth of PATH is held out)")
      .option("--no-baselines", "leave raw pixels and the untrained network out")
      .option("--seed <n>", "of the split, the draws and the order", seed, 0)
      .option("--json", "print the figures with their protocols as JSON"),
  );
}

/** Measures raw pixels, the untrained and the trained network alike, and prints the figures. */
export async function evaluate(
  run: string,
  path: string,
  flags: EvaluateFlags,
  measure: Measure,
): Promise<void> {
  const { config, restore } = await trainedRun(run);
  const pair = await labeledPair(path, flags.test, flags.seed);
  const engine = await startEngine(flags);
  const { backbone, step } = await restore();
  if (!flags.json) say(`${engine.description} - ${run}, step ${step.toLocaleString("en")}`);
  const ofNetwork = async (network: Backbone): Promise<Figure> =>
    measure(
      await featuresOf(network, pair.train, config.size),
      await featuresOf(network, pair.test, config.size),
    );
  const figures: Record<string, Figure> = {};
  if (flags.baselines) {
    const pixels = await pixelsOf(pair, config.size);
    figures["raw pixels"] = await measure(pixels.train, pixels.test);
    figures["untrained network"] = await ofNetwork(buildBackbone(config));
  }
  const trained = await ofNetwork(backbone);
  figures["trained network"] = trained;
  const skipped = pair.train.length + pair.test.length - trained.counts.train - trained.counts.test;
  if (flags.json) {
    say(JSON.stringify({ run, step, test: pair.split, skipped, figures }, null, 2));
    return;
  }
  const rows = Object.entries(figures).map(([name, figure]) => [name, accuracyOf(figure)]);
  say(textTable([["", "accuracy"], ...rows]));
  say(inWords(trained, pair));
  if (skipped > 0) say(`${count(skipped, "picture")} could not be read and left out.`);
}

function accuracyOf(figure: Figure & { readonly standardDeviation?: number }): string {
  const { accuracy, standardDeviation } = figure;
  const spread = standardDeviation === undefined ? "" : ` ± ${percent(standardDeviation)}`;
  return percent(accuracy) + spread;
}

/** How it was measured: "knn, similarity cosine, k 20, temperature 0.07; ...". */
function inWords({ protocol, preparation, counts }: Figure, { split }: LabeledPair): string {
  const settings = Object.entries(protocol).map(([name, value]) =>
    name === "method" ? String(value) : `${name} ${value}`,
  );
  return `${settings.join(", ")}; ${preparation}; ${counts.train} training and ${counts.test} test pictures (${split}).`;
}
