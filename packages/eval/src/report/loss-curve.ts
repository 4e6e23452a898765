import { curveChart } from "./curve-chart.ts";
import type { LossPoint } from "./report-content.ts";
import { type CurveGroup, summarizeCurve } from "./summarize-curve.ts";

interface CurveSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * The loss over the run as SVG: the mean of neighbouring steps as a line, their range as a band.
 *
 * Colours are `currentColor` and the page's `--line`, so that the curve follows light and dark.
 */
export function lossCurve(points: readonly LossPoint[], size: CurveSize): Promise<string> {
  const curve = { points: finitePoints(points), colour: "var(--line)" };
  return curveChart([curve], { ...size, xTitle: "step", yTitle: "loss" });
}

/** Groups of neighbouring steps; losses that are not finite are left out. */
export function summarized(points: readonly LossPoint[]): CurveGroup[] {
  return summarizeCurve({ points: finitePoints(points) });
}

function finitePoints(points: readonly LossPoint[]) {
  return points.flatMap(({ step, loss }) => (Number.isFinite(loss) ? [{ x: step, y: loss }] : []));
}
