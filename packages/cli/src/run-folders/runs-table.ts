import { relative } from "node:path";
import { duration } from "../terminal/progress.ts";
import { percent, textTable } from "../terminal/table.ts";
import type { RunSummary } from "./summarize-run.ts";

interface Column {
  readonly title: string;
  readonly text: (run: RunSummary) => string;
  /** Words stand left, numbers right. */
  readonly left?: true;
  /** Left out of the table where no run has a value. */
  readonly optional?: true;
}

const NONE = "-";

/** Runs as text, a row each; columns that no run has a value for are left out. */
export function runsTable(runs: readonly RunSummary[], folder: string): string {
  const columns: readonly Column[] = [
    { title: "run", text: (run) => relative(folder, run.folder) || run.folder, left: true },
    { title: "method", text: ({ method }) => method, left: true },
    { title: "backbone", text: ({ backbone }) => backbone ?? NONE, left: true, optional: true },
    { title: "pictures", text: ({ pictures }) => whole(pictures), optional: true },
    { title: "step", text: ({ step, totalSteps }) => `${whole(step)} of ${whole(totalSteps)}` },
    { title: "loss", text: ({ loss }) => figure(loss) },
    { title: "probe best / last", text: probe, optional: true },
    { title: "spread", text: ({ spread }) => spread?.toFixed(2) ?? NONE, optional: true },
    { title: "time", text: ({ minutes }) => duration(60 * minutes) },
    { title: "engine", text: ({ engine, precision }) => `${engine}, ${precision}`, left: true },
    { title: "state", text: ({ state }) => state, left: true },
  ];
  const shown = columns.flatMap(({ title, text, left, optional }) => {
    const cells = runs.map(text);
    if (optional && cells.every((cell) => cell === NONE)) return [];
    const width = Math.max(title.length, ...cells.map((cell) => cell.length));
    return [[title, ...cells].map((cell) => (left ? cell.padEnd(width) : cell))];
  });
  return textTable(
    Array.from({ length: runs.length + 1 }, (_, row) => shown.map((of) => of[row] ?? "")),
  );
}

/** The first probe; the others are among the JSON. */
function probe({ probes }: RunSummary): string {
  const [first] = Object.values(probes);
  if (first === undefined) return NONE;
  const text = (value: number) => (value >= 0 && value <= 1 ? percent(value) : figure(value));
  return `${text(first.best)} / ${text(first.last)}`;
}

function whole(count: number | null): string {
  return count?.toLocaleString("en") ?? NONE;
}

/** A number with four digits that count, or all before the point; an integer as it is. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return whole(Math.round(value));
  return value.toPrecision(4);
}
