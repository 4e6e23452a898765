import { textTable } from "../terminal/table.ts";
import type { Comparison } from "./compare-runs.ts";

const LONGEST = 32; // characters of a cell; --json has the whole values

/**
 * Values of several runs side by side, a row a name.
 *
 * @param number - How a number is written. Default: with all its digits.
 */
export function comparisonTable(
  title: string,
  runs: readonly string[],
  comparison: Comparison,
  number: (value: number) => string = String,
): string {
  const text = (value: unknown) => (typeof value === "number" ? number(value) : cell(value));
  const rows = Object.entries(comparison).map(([name, values]) => [name, ...values.map(text)]);
  return textTable([[title, ...runs], ...rows]);
}

function cell(value: unknown): string {
  if (value === null) return "-";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
