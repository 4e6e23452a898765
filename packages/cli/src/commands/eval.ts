import type { Backbone } from "@unlabeled/core";
import {
  center,
  type Features,
  type FeatureTable,
  type Figure,
  fewLabelAccuracy,
  knnAccuracy,
  linearProbe,
  logisticProbe,
  standardize,
} from "@unlabeled/eval";
import { Command, Option } from "commander";
import { buildBackbone } from "../assemble/backbone.ts";
import { trainedRun } from "../assemble/trained-run.ts";
import { type LabeledPair, labeledPair } from "../measure/labeled-pair.ts";
import { featuresOf, pixelsOf } from "../measure/tables.ts";
import { percent, textTable } from "../terminal/table.ts";
import { say } from "../terminal/write.ts";
import { addEngineOptions, type EngineFlags, startEngine } from "./engine-options.ts";
import { allCommand } from "./eval-all.ts";
import { positiveInteger, positiveNumber, seed } from "./flag-values.ts";

interface CommonFlags extends EngineFlags {
  readonly test?: string;
  readonly baselines: boolean;
  readonly seed: number;
  readonly json?: boolean;
}

type Measure = (train: FeatureTable, test: FeatureTable) => Promise<Figure>;

/** `unlabeled eval knn|linear RUN PATH`: what a run's features are worth. */
export function evalCommand(): Command {
  return new Command("eval")
    .description("measure what a run's features are worth, on pictures with labels")
    .addCommand(knnCommand())
    .addCommand(linearCommand())
    .addCommand(allCommand())
    .addHelpText(
      "after",
      `
Examples:
  unlabeled eval knn runs/photos-byol ./labeled
  unlabeled eval linear runs/photos-byol ./labeled --test ./others
  unlabeled eval linear runs/photos-byol ./labeled --labels-per-class 10`,
    );
}

function knnCommand(): Command {
  const command = common(new Command("knn"))
    .description("weighted k-nearest-neighbour vote (cosine, centred features): needs no training")
    .option("-k <n>", "neighbours that vote", positiveInteger, 20)
    .option("--temperature <x>", "τ of the vote's weights", positiveNumber, 0.07);
  return command.action(
    (run: string, path: string, flags: CommonFlags & { k: number; temperature: number }) =>
      evaluate(run, path, flags, (train, test) => {
        const centred = center(train, test);
        const { k, temperature } = flags;
        return knnAccuracy(centred.train, centred.test, { k, temperature });
      }),
  );
}

interface LinearFlags extends CommonFlags {
  readonly protocol: "logistic" | "sgd";
  readonly l2: number;
  readonly labelsPerClass?: number;
  readonly draws: number;
  readonly epochs: number;
}

function linearCommand(): Command {
  const command = common(new Command("linear"))
    .description("linear classifier on the frozen features")
    .addOption(
      new Option(
        "--protocol <name>",
        "logistic: L2 logistic regression to convergence; sgd: the papers' SGD",
      )
        .choices(["logistic", "sgd"])
        .default("logistic"),
    )
    .option(
      "--l2 <x>",
      "penalty λ of the logistic regression (scikit-learn's C is 1/λ)",
      positiveNumber,
      1,
    )
    .option(
      "--labels-per-class <n>",
      "use only so many labels a class, mean of several draws",
      positiveInteger,
    )
    .option("--draws <n>", "draws of those labels", positiveInteger, 10)
    .option("--epochs <n>", "of the SGD protocol", positiveInteger, 80);
  return command.action((run: string, path: string, flags: LinearFlags) => {
    const { protocol, l2, labelsPerClass, draws, epochs, seed } = flags;
    return evaluate(run, path, flags, (train, test) => {
      const scaled = standardize(train, test);
      const tables = [scaled.train, scaled.test] as const;
      if (labelsPerClass !== undefined) {
        return fewLabelAccuracy(...tables, { labelsPerClass, draws, l2, seed });
      }
      if (protocol === "sgd") return linearProbe(...tables, { epochs, seed });
      return logisticProbe(...tables, { l2 });
    });
  });
}

function common(command: Command): Command {
  return addEngineOptions(
    command
      .argument("<run>", "a run's folder")
      .argument("<path>", "pictures with labels: a sub-folder a class, tar shards or IDX files")
      .option("--test <path>", "measure on these (default: a fifth of PATH is held out)")
      .option("--no-baselines", "leave raw pixels and the untrained network out")
      .option("--seed <n>", "of the split, the draws and the order", seed, 0)
      .option("--json", "print the figures with their protocols as JSON"),
  );
}

async function evaluate(
  run: string,
  path: string,
  flags: CommonFlags,
  measure: Measure,
): Promise<void> {
  const { config, restore } = await trainedRun(run);
  const pair = await labeledPair(path, flags.test, flags.seed);
  const engine = await startEngine(flags);
  const { backbone, step } = await restore();
  if (!flags.json) say(`${engine.description} - ${run}, step ${step.toLocaleString("en")}`);
  const figures: Record<string, Figure> = {};
  if (flags.baselines) {
    const pixels = await pixelsOf(pair, config.size);
    figures["raw pixels"] = await measure(pixels.train, pixels.test);
    figures["untrained network"] = await networkFigure(
      pair,
      buildBackbone(config),
      config.size,
      measure,
    );
  }
  figures["trained network"] = await networkFigure(pair, backbone, config.size, measure);
  if (flags.json) {
    say(JSON.stringify({ run, step, test: pair.split, figures }, null, 2));
    return;
  }
  const rows = Object.entries(figures).map(([name, figure]) => [name, percent(figure.accuracy)]);
  say(textTable([["", "accuracy"], ...rows]));
  const { protocol, preparation, counts } = figures["trained network"];
  say(
    `${describe(protocol)}; ${preparation}; ${counts.train} training and ${counts.test} test pictures (${pair.split}).`,
  );
}

function networkFigure(
  pair: LabeledPair,
  backbone: Backbone,
  size: number,
  measure: Measure,
): Promise<Figure> {
  return figureOf(pair, (source) => featuresOf(backbone, source, size), measure);
}

async function figureOf(
  { train, test }: LabeledPair,
  rows: (source: LabeledPair["train"]) => Promise<Features>,
  measure: Measure,
): Promise<Figure> {
  return measure(await rows(train), await rows(test));
}

/** A protocol in one line: "knn, similarity cosine, k 20, temperature 0.07". */
function describe(protocol: object): string {
  return Object.entries(protocol)
    .map(([name, value]) => (name === "method" ? String(value) : `${name} ${value}`))
    .join(", ");
}
