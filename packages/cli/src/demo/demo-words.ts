import { dirname, join } from "node:path";
import type { NextCommand } from "@unlabeled/eval";
import type { Worth } from "../measure/measure.ts";
import { programName, shellLine } from "../terminal/as-typed.ts";
import { percent, textTable } from "../terminal/table.ts";

/** The figures as a table for the terminal. */
export function worthTable(worths: readonly Worth[]): string {
  const rows = worths.map(({ name, linear, few, knn }) => [
    name,
    percent(linear.accuracy),
    `${percent(few.accuracy)} ± ${percent(few.standardDeviation)}`,
    percent(knn.accuracy),
  ]);
  return textTable([["", "linear probe, all labels", "10 labels a class", "kNN"], ...rows]);
}

/** What came out, in a sentence; says so where nothing was won. */
export function summary(worths: readonly [Worth, ...Worth[]]): string {
  const [pixels] = worths;
  const trained = worths.at(-1) ?? pixels;
  const gain = 100 * (trained.few.accuracy - pixels.few.accuracy);
  const won = gain > 0 ? `${gain.toFixed(1)} points more than` : `not more than`;
  return `With 10 labels a class the trained network is right on ${percent(trained.few.accuracy)} of the test pictures, ${won} raw pixels (${percent(pixels.few.accuracy)}).`;
}

/** What to try next, on the demo's own run and on pictures of one's own. */
export function nextCommands(run: string, trainPath: string, testPath: string): NextCommand[] {
  return [
    {
      what: "learn from a folder of your own pictures, no labels needed",
      command: `${programName()} pretrain ./photos --method simclr --size 64 --epochs 100`,
    },
    {
      what: "see what its features are worth, with a few labeled pictures (a sub-folder a class)",
      command: `${programName()} eval linear runs/photos-simclr ./labeled --labels-per-class 10`,
    },
    {
      what: "the features of this run's pictures, for any other program",
      command: shellLine(["embed", run, trainPath, "-o", join(dirname(run), "features.npy")]),
    },
    {
      what: "measure this run again",
      command: shellLine(["eval", "knn", run, trainPath, "--test", testPath]),
    },
  ];
}
