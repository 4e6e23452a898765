import type { TopLevelSpec } from "vega-lite";
import type { LossPoint } from "./report-content.ts";

interface CurveSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const MOST_POINTS = 300; // more than the eye or the width can tell apart

/**
 * The loss over the run as SVG: the mean of neighbouring steps as a line, their range as a band.
 *
 * Colours are `currentColor` and the page's `--line`, so that the curve follows light and dark.
 */
export async function lossCurve(
  points: readonly LossPoint[],
  { width, height }: CurveSize,
): Promise<string> {
  // Imported here: all else in this package does without these large libraries.
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const x = {
    field: "step",
    type: "quantitative",
    title: "step",
    axis: { tickCount: Math.round(width / 90), format: ",d" },
  } as const;
  const scale = { zero: false };
  const specification: TopLevelSpec = {
    width,
    height,
    padding: 4,
    autosize: { type: "fit", contains: "padding" },
    background: "transparent",
    data: { values: summarized(points) },
    layer: [
      {
        mark: { type: "area", color: "var(--line)", opacity: 0.18 },
        encoding: {
          x,
          y: { field: "low", type: "quantitative", title: "loss", scale },
          y2: { field: "high" },
        },
      },
      {
        mark: { type: "line", color: "var(--line)", strokeWidth: 2 },
        encoding: { x, y: { field: "mean", type: "quantitative", scale } },
      },
    ],
    config: {
      view: { stroke: null },
      font: "system-ui, sans-serif",
      axis: {
        labelColor: "currentColor",
        titleColor: "currentColor",
        tickColor: "currentColor",
        domainColor: "currentColor",
        gridColor: "currentColor",
        gridOpacity: 0.12,
        labelFontSize: 12,
        titleFontSize: 13,
        titleFontWeight: "normal",
      },
    },
  };
  const view = new vega.View(vega.parse(compile(specification).spec), { renderer: "none" });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

interface Summary {
  readonly step: number;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
}

/** Groups of neighbouring points; points that are not finite have no place on a scale. */
export function summarized(points: readonly LossPoint[]): Summary[] {
  const finite = points.filter(({ loss }) => Number.isFinite(loss));
  const size = Math.max(1, Math.ceil(finite.length / MOST_POINTS));
  const groups: Summary[] = [];
  for (let start = 0; start < finite.length; start += size) {
    const group = finite.slice(start, start + size);
    const losses = group.map(({ loss }) => loss);
    groups.push({
      step: group.reduce((sum, { step }) => sum + step, 0) / group.length,
      low: Math.min(...losses),
      high: Math.max(...losses),
      mean: losses.reduce((sum, loss) => sum + loss, 0) / group.length,
    });
  }
  return groups;
}
