import type { TopLevelSpec } from "vega-lite";
import { type CurvePoint, summarizeCurve } from "./summarize-curve.ts";

/** One line of a chart. */
export interface Curve {
  /** In the order of x. A y that is not finite breaks the line and is marked at the top. */
  readonly points: readonly CurvePoint[];
  /** What the line follows instead of the points, which become the band behind it: one value a point. Default: the points. */
  readonly line?: readonly number[];
  /** Any that SVG knows; a CSS variable too, where the chart stands in a page that has it. */
  readonly colour: string;
  /** Lengths of dashes and gaps, pixels. Default: drawn through. */
  readonly dash?: readonly number[];
}

/** How a chart looks. */
export interface CurveChartOptions {
  /** Of the whole, pixels. */
  readonly width: number;
  readonly height: number;
  readonly xTitle: string;
  /** Default: none. */
  readonly yTitle?: string;
  /** First and last x that have a place. Default: those of the curves. */
  readonly xDomain?: readonly [number, number];
  /** Of words, axes and grid. Default `currentColor`, the page's. */
  readonly colour?: string;
}

const FEW_POINTS = 40; // below, each is marked: a line alone would not show where they are
const MOST_MARKS = 100; // of values that are not finite

/**
 * Curves over a common x as SVG: a line each, and behind it, as a band, the range of the values that one
 * place of the line stands for, so that however many there are, no peak is lost.
 *
 * @throws {RangeError} If a curve's `line` has another length than its points.
 */
export async function curveChart(
  curves: readonly Curve[],
  { width, height, xTitle, yTitle, xDomain, colour = "currentColor" }: CurveChartOptions,
): Promise<string> {
  // Imported here: all else in this package does without these large libraries.
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const drawn = curves.map((curve) => ({ ...curve, groups: summarizeCurve(curve) }));
  const groups = drawn.flatMap((curve) => curve.groups);
  const xs = xDomain ?? extent(groups.map((group) => group.x));
  const ys = extent(groups.flatMap(({ low, high, middle }) => [low, high, middle]));
  const x = {
    field: "x",
    type: "quantitative",
    title: xTitle,
    scale: { domain: widened(xs, Math.abs(xs[0])), nice: false, zero: false },
    axis: { tickCount: Math.round(width / 90), format: Math.abs(xs[1]) < 1e6 ? ",.6~r" : "~s" },
  } as const;
  const y = (field: string) =>
    ({
      field,
      type: "quantitative",
      title: yTitle ?? null,
      scale: { domain: widened(ys, Math.abs(ys[0]) / 10), nice: true, zero: false },
      axis: { tickCount: Math.max(3, Math.round(height / 45)), minExtent: 42 }, // charts in a column line up
    }) as const;
  const faint = 1 / Math.sqrt(curves.length); // bands that lie upon each other stay light
  const layers = drawn.flatMap(({ groups, points, colour, dash = [] }) => [
    {
      data: { values: groups },
      mark: {
        type: "area",
        color: colour,
        fillOpacity: 0.2 * faint,
        stroke: colour,
        strokeOpacity: 0.35,
        strokeWidth: 0.75,
      },
      encoding: { x, y: y("low"), y2: { field: "high" } },
    },
    {
      data: { values: points.length > FEW_POINTS ? [] : groups },
      mark: { type: "point", filled: true, color: colour, size: 22, opacity: 1 },
      encoding: { x, y: y("middle") },
    },
    {
      data: { values: marksOf(points) },
      mark: {
        type: "point",
        shape: "triangle-up",
        filled: true,
        color: colour,
        size: 30,
        opacity: 1,
      },
      encoding: { x, y: { value: 2 } },
    },
    {
      data: { values: groups },
      mark: { type: "line", color: colour, strokeWidth: 2, strokeDash: [...dash] },
      encoding: { x, y: y("middle") },
    },
  ]);
  const specification = {
    width,
    height,
    padding: 4,
    autosize: { type: "fit", contains: "padding" },
    background: "transparent",
    layer: layers,
    config: {
      view: { stroke: null },
      mark: { aria: false }, // Vega would read out the first point alone
      font: "system-ui, sans-serif",
      axis: {
        labelColor: colour,
        titleColor: colour,
        tickColor: colour,
        domainColor: colour,
        gridColor: colour,
        gridOpacity: 0.12,
        labelFontSize: 12,
        titleFontSize: 13,
        titleFontWeight: "normal",
      },
    },
  } as TopLevelSpec;
  const view = new vega.View(vega.parse(compile(specification).spec), { renderer: "none" });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

function marksOf(points: readonly CurvePoint[]): readonly { readonly x: number }[] {
  const marks = points.filter(({ y }) => !Number.isFinite(y));
  const every = Math.ceil(marks.length / MOST_MARKS);
  return marks.filter((_, i) => i % every === 0).map(({ x }) => ({ x }));
}

/** The least and the greatest of the finite ones; [0, 1] where there are none. */
function extent(values: readonly number[]): [number, number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least <= greatest ? [least, greatest] : [0, 1];
}

/** A range with a width: by the margin on both sides of a single value. */
function widened([least, greatest]: readonly [number, number], margin: number): [number, number] {
  if (least < greatest) return [least, greatest];
  return [least - (margin || 1), least + (margin || 1)];
}
