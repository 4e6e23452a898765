import type { PseudoLabels } from "@unlabeled/data";
import { percent, textTable } from "../terminal/table.ts";

const SURE = [0.3, 0.5, 0.9]; // from the first on, Noisy Student keeps a picture
const MOST_ROWS = 40;

/** Pictures, the sum of their confidences, and how many reach each of `SURE`. */
type Tally = [pictures: number, confidence: number, ...sure: number[]];

/**
 * What a teacher said of pictures, a row a class: how many it gave to the class, and how certainly. Of many classes those with
 * the most and the fewest pictures.
 */
export function classTable({
  labels,
  confidences,
  names,
}: Pick<PseudoLabels, "labels" | "confidences" | "names">): string {
  const none = (): Tally => [0, 0, ...SURE.map(() => 0)];
  const [all, tallies] = [none(), names.map(none)];
  for (const [place, confidence] of confidences.entries()) {
    if (confidence === 0) continue; // not readable, or rejected
    for (const tally of [all, tallies[labels[place] as number] as Tally]) {
      tally[0] += 1;
      tally[1] += confidence;
      for (const [i, least] of SURE.entries()) {
        if (confidence >= least) tally[2 + i] = (tally[2 + i] as number) + 1;
      }
    }
  }
  const rows = tallies.map((tally, label) => rowOf(names[label] as string, tally));
  return textTable([
    ["", "pictures", "confidence", ...SURE.map((least) => `≥ ${least}`)],
    ...(rows.length > MOST_ROWS ? shortened(rows, tallies) : rows),
    rowOf("all", all),
  ]);
}

function rowOf(name: string, [pictures, confidence, ...sure]: Tally): string[] {
  const share = (part: number, words: (value: number) => string) =>
    pictures === 0 ? "" : words(part / pictures);
  return [
    name,
    pictures.toLocaleString("en"),
    share(confidence, (mean) => mean.toFixed(3)),
    ...sure.map((count) => share(count, percent)),
  ];
}

/** Rows of the classes with the most and the fewest pictures, and how many are left out between. */
function shortened(rows: readonly string[][], tallies: readonly Tally[]): string[][] {
  const order = [...tallies.keys()].sort(
    (a, b) => (tallies[b] as Tally)[0] - (tallies[a] as Tally)[0],
  );
  const sorted = order.map((label) => rows[label] as string[]);
  const half = MOST_ROWS / 2;
  const between = [`… ${rows.length - MOST_ROWS} more`, "", "", ...SURE.map(() => "")];
  return [...sorted.slice(0, half), between, ...sorted.slice(-half)];
}
