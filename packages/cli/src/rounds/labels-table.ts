import type { ClassSelection } from "@unlabeled/noisy-student";
import { count } from "../terminal/count.ts";
import { percent, textTable } from "../terminal/table.ts";

/** So many classes are shown one by one. */
const SHOWN = 20;

/** What was selected of each class, for a terminal; of many classes in sum. */
export function labelsTable(byClass: readonly ClassSelection[], names: readonly string[]): string {
  if (byClass.length > SHOWN) return inSum(byClass);
  const rows = byClass.map(({ threshold, pool, kept, copies }, label) => [
    names[label] as string,
    percent(threshold),
    ...[pool, kept, copies].map((n) => n.toLocaleString("en")),
  ]);
  return textTable([["class", "surer than", "pictures", "kept", "copies"], ...rows]);
}

function inSum(byClass: readonly ClassSelection[]): string {
  const total = (of: keyof ClassSelection) => byClass.reduce((sum, each) => sum + each[of], 0);
  const empty = byClass.filter(({ kept }) => kept === 0).length;
  const without = empty === 0 ? "" : `; ${empty.toLocaleString("en")} of them have none`;
  return `${count(total("kept"), "picture")} of ${byClass.length.toLocaleString("en")} classes, ${total("copies").toLocaleString("en")} copies${without}`;
}
