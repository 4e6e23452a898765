import { Command } from "commander";
import { allCommand } from "./eval-all.ts";
import { attacksCommand } from "./eval-attacks.ts";
import { corruptionsCommand } from "./eval-corruptions.ts";
import { knnCommand } from "./eval-knn.ts";
import { linearCommand } from "./eval-linear.ts";
import { perturbationsCommand } from "./eval-perturbations.ts";

/** `unlabeled eval knn|linear RUN PATH`: what a run's features are worth. */
export function evalCommand(): Command {
  return new Command("eval")
    .description("measure what a run's features are worth, on pictures with labels")
    .addCommand(knnCommand())
    .addCommand(linearCommand())
    .addCommand(allCommand())
    .addCommand(corruptionsCommand())
    .addCommand(perturbationsCommand())
    .addCommand(attacksCommand())
    .addHelpText(
      "after",
      `
Examples:
  unlabeled eval knn runs/photos-byol ./labeled
  unlabeled eval linear runs/photos-byol ./labeled --test ./others
  unlabeled eval linear runs/photos-byol ./labeled --labels-per-class 10`,
    );
}
