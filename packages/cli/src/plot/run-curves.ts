import type { CurvePoint } from "@unlabeled/eval";
import { type Run, reportValues } from "@unlabeled/train";
import { type XAxis, xValues } from "./x-axis.ts";

/** The numbers of a run's reports by name, as curves; null in a report is NaN. */
export function runCurves(run: Run, axis: XAxis): Map<string, CurvePoint[]> {
  const xs = xValues(run, axis);
  const curves = new Map<string, CurvePoint[]>();
  for (const [i, report] of run.reports.entries()) {
    for (const [name, y] of reportValues(report)) {
      if (typeof y !== "number") continue;
      const points = curves.get(name);
      const point = { x: xs[i] as number, y };
      if (points === undefined) curves.set(name, [point]);
      else points.push(point);
    }
  }
  return curves;
}
