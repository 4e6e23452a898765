import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Source } from "@unlabeled/data";
import { topAccuracy } from "@unlabeled/eval";
import type { ImageClassifier } from "@unlabeled/simclr-distill";
import { featuresOf } from "../measure/tables.ts";
import { writeBeside } from "../output/write-beside.ts";
import { FIGURE_FILE } from "./figure-file.ts";

/** What a stage came to, kept in its run's figures.json. */
export interface StageFigure {
  /** Of what: "fine-tuned". */
  readonly name: string;
  /** How often the greatest logit is that of the class, in [0, 1]. */
  readonly accuracy: number;
  /** How often the class is among the five greatest; missing with fewer than six classes. */
  readonly top5?: number;
  /** Test pictures, and those that could not be read. */
  readonly pictures: number;
  readonly skipped: number;
  /** Where they come from, for people. */
  readonly split: string;
}

/** The accuracy of a classifier on the pictures that can be read. */
export async function accuracyOf(
  network: Pick<ImageClassifier, "apply">,
  source: Source,
  size: number,
): Promise<Pick<StageFigure, "accuracy" | "top5" | "pictures" | "skipped">> {
  const logits = await featuresOf(network, source, size);
  return {
    accuracy: topAccuracy(logits),
    ...(logits.width > 5 && { top5: topAccuracy(logits, { k: 5 }) }),
    pictures: logits.count,
    skipped: source.length - logits.count,
  };
}

/** The figure in a run's folder; undefined before the run has ended. */
export async function keptFigure(run: string): Promise<StageFigure | undefined> {
  const text = await readFile(join(run, FIGURE_FILE), "utf8").catch(() => undefined); // there is none yet
  return text === undefined ? undefined : JSON.parse(text);
}

export async function keepFigure(run: string, figure: StageFigure): Promise<void> {
  await writeBeside(join(run, FIGURE_FILE), (file) =>
    file.writeFile(`${JSON.stringify(figure, null, 2)}\n`),
  );
}
