import { fewLabelAccuracy, linearProbe, logisticProbe, standardize } from "@unlabeled/eval";
import { Command, Option } from "commander";
import { addEvaluateOptions, type EvaluateFlags, evaluate } from "./evaluate.ts";
import { positiveInteger, positiveNumber } from "./flag-values.ts";

interface LinearFlags extends EvaluateFlags {
  readonly protocol: "logistic" | "sgd";
  readonly l2: number;
  readonly labelsPerClass?: number;
  readonly draws: number;
  readonly epochs: number;
}

/** `unlabeled eval linear RUN PATH`: a linear classifier on the features. */
export function linearCommand(): Command {
  const command = new Command("linear")
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
  command.addHelpText(
    "after",
    `
Examples:
  unlabeled eval linear runs/photos-byol ./labeled --test ./others
  unlabeled eval linear runs/photos-byol ./labeled --labels-per-class 10`,
  );
  return addEvaluateOptions(command).action((run: string, path: string, flags: LinearFlags) => {
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
