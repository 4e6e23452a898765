import type { Report } from "../../report.ts";

/**
 * A report's values by name, in its order: `loss`, `measures/spread`, `learningRate`.
 *
 * A name is the path to the value, joined by slashes. NaN where the report of a metrics.jsonl has null,
 * as JSON knows no other numbers than finite ones; a list is a text, joined by semicolons.
 */
export function reportValues(report: Report): [name: string, value: number | string][] {
  return valuesOf(report, "");
}

function valuesOf(value: unknown, path: string): [string, number | string][] {
  if (typeof value === "number" || typeof value === "string") return [[path, value]];
  if (value === null) return [[path, Number.NaN]];
  if (Array.isArray(value)) return [[path, value.join("; ")]];
  if (typeof value !== "object") return value === undefined ? [] : [[path, String(value)]];
  return Object.entries(value).flatMap(([name, inner]) =>
    valuesOf(inner, path === "" ? name : `${path}/${name}`),
  );
}
