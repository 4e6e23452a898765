import { evaluationView } from "@unlabeled/augment";
import { evaluationBatches } from "@unlabeled/data";
import { attackAccuracy, fgsm, pgd } from "@unlabeled/eval";
import { Command, InvalidArgumentError, Option } from "commander";
import { classifierTest } from "../measure/classifier-test.ts";
import { trainedClassifier } from "../stages/trained-classifier.ts";
import { count } from "../terminal/count.ts";
import { percent, textTable } from "../terminal/table.ts";
import { say } from "../terminal/write.ts";
import { addEngineOptions, type EngineFlags, startEngine } from "./engine-options.ts";
import { finiteNumber, names, positiveInteger, wholeNumber } from "./flag-values.ts";

interface Flags extends EngineFlags {
  readonly attack: "fgsm" | "pgd";
  readonly epsilons: readonly number[];
  readonly steps: number;
  readonly pictures?: number;
  readonly workers?: number;
  readonly json?: true;
}

/** `unlabeled eval attacks RUN PATH`: accuracy on adversarial pictures. */
export function attacksCommand(): Command {
  const command = new Command("attacks")
    .description("accuracy of a classifier on adversarial pictures, made with its own gradient")
    .argument("<run>", "a classifier: a run of finetune, distill or noisy-student")
    .argument("<path>", "pictures with labels that it has not learned; all are used")
    .addOption(
      new Option("--attack <name>", "one step, or many").choices(["fgsm", "pgd"]).default("fgsm"),
    )
    .option("--epsilons <list>", "how far pixels may move, of 255", epsilons, [1, 2, 4, 8, 16])
    .option("--steps <n>", "of pgd", positiveInteger, 10)
    .option("--pictures <n>", "use so many pictures (default: all)", positiveInteger)
    .option("--workers <n>", "threads that prepare pictures (default: 1)", wholeNumber)
    .option("--json", "print the curve as JSON")
    .addHelpText(
      "after",
      `
Examples:
  unlabeled eval attacks runs/x/student-1 ./test
  unlabeled eval attacks runs/x/student-1 ./test --attack pgd --epsilons 2,16`,
    );
  return addEngineOptions(command).action(evaluate);
}

async function evaluate(run: string, path: string, flags: Flags): Promise<void> {
  const { attack, epsilons, steps, workers, json } = flags;
  const { config, restore } = await trainedClassifier(run);
  const source = await classifierTest(path, config, flags.pictures);
  const engine = await startEngine(flags);
  if (!json) say(`${engine.description} - ${run} - ${count(source.length, "picture")}`);
  const view = evaluationView({ size: config.size });
  const batches = evaluationBatches(source, view, {
    ...{ batchSize: 100, cacheBytes: 0 },
    ...(workers !== undefined && { workers }),
  });
  try {
    const curve = await attackAccuracy(await restore(), batches, {
      attack: attack === "fgsm" ? fgsm : (f, x, y, at) => pgd(f, x, y, { ...at, steps }),
      epsilons: [0, ...epsilons].map((epsilon) => epsilon / 255),
    });
    if (json) {
      say(JSON.stringify({ run, attack, ...(attack === "pgd" && { steps }), curve }, null, 2));
      return;
    }
    const rows = curve.map(({ epsilon, accuracy }) => [
      epsilon === 0 ? "no attack" : `${+(255 * epsilon).toFixed(3)} / 255`,
      percent(accuracy),
    ]);
    say(textTable([["pixels move by at most", "accuracy"], ...rows]));
    say(attack === "fgsm" ? "FGSM, one step." : `PGD, ${count(steps, "step")} of 2.5 ε / steps.`);
  } finally {
    await batches.close();
  }
}

/** A flag's value as numbers in (0, 255], separated by commas. */
function epsilons(text: string): number[] {
  return names(text).map((each) => {
    const value = finiteNumber(each);
    if (value > 0 && value <= 255) return value;
    throw new InvalidArgumentError("It must be numbers in (0, 255].");
  });
}
