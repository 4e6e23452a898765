import { center, knnAccuracy } from "@unlabeled/eval";
import { Command } from "commander";
import { addEvaluateOptions, type EvaluateFlags, evaluate } from "./evaluate.ts";
import { positiveInteger, positiveNumber } from "./flag-values.ts";

interface KnnFlags extends EvaluateFlags {
  readonly k: number;
  readonly temperature: number;
}

/** `unlabeled eval knn RUN PATH`: how often a picture's neighbours have its label. */
export function knnCommand(): Command {
  const command = new Command("knn")
    .description("weighted k-nearest-neighbour vote (cosine, centred features): needs no training")
    .option("-k <n>", "neighbours that vote", positiveInteger, 20)
    .option("--temperature <x>", "τ of the vote's weights", positiveNumber, 0.07);
  command.addHelpText(
    "after",
    `
Examples:
  unlabeled eval knn runs/photos-byol ./labeled
  unlabeled eval knn runs/photos-byol ./labeled --test ./others -k 5`,
  );
  return addEvaluateOptions(command).action((run: string, path: string, flags: KnnFlags) =>
    evaluate(run, path, flags, (train, test) => {
      const centred = center(train, test);
      const { k, temperature } = flags;
      return knnAccuracy(centred.train, centred.test, { k, temperature });
    }),
  );
}
