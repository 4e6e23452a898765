import { say } from "../terminal/write.ts";
import { figureTable, figureWords } from "./figure-table.ts";
import type { StageFigure } from "./measure-classifier.ts";

/** A stage of a chain. */
export interface Stage {
  /** What it does, for people. */
  readonly words: string;
  /** The folder of its run. */
  readonly run: string;
  /** Does what is not done yet. */
  make(): Promise<StageFigure>;
}

/** Does stages one after the other, and prints their figures beside each other after each. */
export async function runStages(stages: readonly Stage[]): Promise<void> {
  const figures: StageFigure[] = [];
  for (const [at, { words, run, make }] of stages.entries()) {
    say(`${at + 1} of ${stages.length}: ${words} (${run})`);
    figures.push(await make());
    say(`\n${figureTable(figures)}\n`);
  }
  say(figureWords(figures.at(-1) as StageFigure));
}
