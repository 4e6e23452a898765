import type { CurvePoint } from "@unlabeled/eval";
import type { Run } from "@unlabeled/train";
import { count } from "../terminal/count.ts";
import { chooseMeasures } from "./choose-measures.ts";
import { measureName } from "./measure-name.ts";
import { lineStyle } from "./palette.ts";
import type { Panel, PlotContent } from "./plot-content.ts";
import { runCurves } from "./run-curves.ts";
import { runNames } from "./run-names.ts";
import { smoothed } from "./smoothed.ts";
import { X_TITLES, type XAxis } from "./x-axis.ts";

export interface PlotOptions {
  /** By name; undefined: all that say how the training went. */
  readonly measures: readonly string[] | undefined;
  readonly x: XAxis;
  /** Weight of what was before, in [0, 1). */
  readonly smooth: number;
}

/**
 * What a plot of runs shows.
 *
 * @param runs - Each with at least one report.
 * @throws {UserError} If no run has a measure that was asked for.
 */
export function plotOfRuns(
  runs: readonly Run[],
  { measures, x, smooth }: PlotOptions,
): PlotContent {
  const names = runNames(runs.map(({ folder }) => folder));
  const plotted = names.map((name, i) => ({ name, style: lineStyle(i) }));
  const curves = runs.map((run) => runCurves(run, x));
  const known = [...new Set(curves.flatMap((of) => [...of.keys()]))];
  const notes: string[] = [];
  const panels = chooseMeasures(known, measures).map((name): Panel => {
    const title = measureName(name);
    const drawn = plotted.flatMap((run, i) => {
      const points = curves[i]?.get(name);
      if (points === undefined) {
        notes.push(`${run.name} has no ${title}.`);
        return [];
      }
      notes.push(...notFinite(points, title, run.name));
      return [{ run, points, line: smooth > 0 ? lineOf(name, points, smooth) : undefined }];
    });
    return { title, curves: drawn };
  });
  const all = curves.map((of) => of.get("step") ?? []);
  return {
    title: runs.length === 1 ? (names[0] as string) : count(runs.length, "run"),
    subtitle: subtitleOf(runs, smooth),
    xTitle: X_TITLES[x],
    xDomain: [
      Math.min(...all.map((points) => points[0]?.x ?? 0)),
      Math.max(...all.map((points) => points.at(-1)?.x ?? 0)),
    ],
    runs: plotted,
    panels,
    notes,
  };
}

/** Below so many values, each is told from the next; an average would hide where they are. */
const FEW = 40;

/** Smoothed where that shows more than the values themselves: not what was set, and not a few values. */
function lineOf(
  name: string,
  points: readonly CurvePoint[],
  smooth: number,
): readonly number[] | undefined {
  if (name === "learningRate" || points.length <= FEW) return undefined;
  return smoothed(
    points.map(({ y }) => y),
    smooth,
  );
}

function subtitleOf(runs: readonly Run[], smooth: number): string {
  const [run] = runs;
  const facts =
    runs.length === 1 && run !== undefined
      ? [
          `${run.record.method.name}, batches of ${run.record.batchSize.toLocaleString("en")}, ` +
            `${run.record.engine.name} engine in ${run.record.engine.precision}.`,
        ]
      : [];
  const lines =
    smooth > 0
      ? `Lines of more than ${FEW} values are smoothed by ${smooth}; bands: the range of the values.`
      : "Lines: means of neighbouring reports where there are many; bands: their range.";
  return [...facts, lines].join(" ");
}

function notFinite(points: readonly CurvePoint[], title: string, run: string): string[] {
  const number = points.filter(({ y }) => !Number.isFinite(y)).length;
  if (number === 0) return [];
  return [`${title} of ${run} is not finite in ${count(number, "report")}, marked by triangles.`];
}
