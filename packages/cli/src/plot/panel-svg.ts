import { curveChart } from "@unlabeled/eval";
import { TEXT } from "./palette.ts";
import type { Panel, PlotContent } from "./plot-content.ts";

/** A measure's chart, without its title. */
export function panelSvg(
  { curves }: Panel,
  { xTitle, xDomain }: Pick<PlotContent, "xTitle" | "xDomain">,
  size: { readonly width: number; readonly height: number },
): Promise<string> {
  const drawn = curves.map(({ run, points, line }) => ({
    ...{ points, ...run.style },
    ...(line !== undefined && { line }),
  }));
  return curveChart(drawn, { ...size, xTitle, xDomain, colour: TEXT.light });
}
