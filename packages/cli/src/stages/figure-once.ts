import type { Source } from "@unlabeled/data";
import type { ImageClassifier } from "@unlabeled/simclr-distill";
import type { ClassifierConfig } from "./classifier-config.ts";
import { accuracyOf, keepFigure, keptFigure, type StageFigure } from "./measure-classifier.ts";
import { restoreClassifier } from "./trained-classifier.ts";

/** A stage's classifier and where it is measured. */
interface Measured {
  readonly config: ClassifierConfig;
  readonly test: Source;
  /** For people: where the test pictures come from. */
  readonly split: string;
}

/** A stage's figure, with the steps that were made now: 0 where the stage had been finished before. */
export type FigureNow = StageFigure & { readonly steps: number };

/**
 * The figure that is kept in a stage's folder; where there is none, the classifier is trained and measured.
 *
 * @param name - The figure's: "fine-tuned".
 * @param train - Trains a network, in that folder.
 */
export async function figureOnce(
  name: string,
  { run, resume }: { readonly run: string; readonly resume: boolean },
  { config, test, split }: Measured,
  train: () => Promise<{ readonly network: ImageClassifier; readonly steps: number }>,
): Promise<FigureNow> {
  const kept = resume ? await keptFigure(run) : undefined;
  if (kept !== undefined) return { ...kept, steps: 0 };
  const { network, steps } = await train();
  await restoreClassifier(run, network, config);
  const figure = { name, ...(await accuracyOf(network, test, config.size)), split };
  await keepFigure(run, figure);
  return { ...figure, steps };
}
