import { count } from "../terminal/count.ts";
import { percent, textTable } from "../terminal/table.ts";
import type { StageFigure } from "./measure-classifier.ts";

/** Figures of stages for a terminal, a row each. */
export function figureTable(figures: readonly StageFigure[]): string {
  const has5 = figures.some(({ top5 }) => top5 !== undefined);
  const rows = figures.map(({ name, accuracy, top5 }) => [
    name,
    percent(accuracy),
    ...(has5 ? [top5 === undefined ? "" : percent(top5)] : []),
  ]);
  return textTable([["", "accuracy", ...(has5 ? ["top 5"] : [])], ...rows]);
}

/** What figures were measured on. */
export function figureWords({ pictures, skipped, split }: StageFigure): string {
  const unread = skipped > 0 ? `; ${count(skipped, "picture")} could not be read` : "";
  return `Measured on ${count(pictures, "picture")}: ${split}${unread}.`;
}
