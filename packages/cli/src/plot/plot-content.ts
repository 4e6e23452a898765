import type { CurvePoint } from "@unlabeled/eval";
import type { LineStyle } from "./palette.ts";

/** All that a plot shows, whatever file it goes into. */
export interface PlotContent {
  readonly title: string;
  /** How to read it, a sentence or two; may be empty. */
  readonly subtitle: string;
  readonly xTitle: string;
  /** First and last x that a run has a value at. */
  readonly xDomain: readonly [number, number];
  /** In the order of the legend. */
  readonly runs: readonly PlottedRun[];
  /** A chart a measure. */
  readonly panels: readonly Panel[];
  /** What is not in the charts, and why; a sentence each. */
  readonly notes: readonly string[];
}

export interface PlottedRun {
  readonly name: string;
  readonly style: LineStyle;
}

/** One measure of all runs that have it. */
export interface Panel {
  readonly title: string;
  readonly curves: readonly PanelCurve[];
}

export interface PanelCurve {
  readonly run: PlottedRun;
  readonly points: readonly CurvePoint[];
  /** The smoothed values, one a point; undefined where nothing is smoothed. */
  readonly line: readonly number[] | undefined;
}
