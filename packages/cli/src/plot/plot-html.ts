import { escaped } from "../output/escaped.ts";
import { figure } from "../run-folders/runs-table.ts";
import { DARK_STYLE } from "./palette.ts";
import { panelSvg } from "./panel-svg.ts";
import type { PanelCurve, PlotContent } from "./plot-content.ts";
import { PLOT_STYLE } from "./plot-style.ts";
import { swatch } from "./plot-svg.ts";

/** A plot as a page that needs nothing beside it: legend, a chart a measure, the figures as a table. */
export async function plotHtml(content: PlotContent, command: string): Promise<string> {
  const { title, subtitle, runs, panels, notes } = content;
  const charts: string[] = [];
  for (const panel of panels) {
    const svg = await panelSvg(panel, content, { width: 480, height: 280 });
    charts.push(`<figure><figcaption>${escaped(panel.title)}</figcaption>${svg}</figure>`);
  }
  const legend = runs.map(
    ({ name, style }) =>
      `<li><svg width="28" height="10" aria-hidden="true">${swatch(style, 0, 5)}</svg>${escaped(name)}</li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
${PLOT_STYLE}
${DARK_STYLE}
</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(subtitle)}</p>
${runs.length > 1 ? `<ul class="legend">${legend.join("")}</ul>` : ""}
<div class="charts">
${charts.join("\n")}
</div>
${figureTable(content)}
${notes.map((note) => `<p class="note">${escaped(note)}</p>`).join("\n")}
<p class="note">Made by <code>${escaped(command)}</code></p>
</main>
</body>
</html>
`;
}

/** The last value of each measure, with the least and the greatest. */
function figureTable({ runs, panels }: PlotContent): string {
  const heads = panels.map(({ title }) => `<th scope="col">${escaped(title)}</th>`);
  const rows = runs.map((run) => {
    const cells = panels.map(({ curves }) => cell(curves.find((curve) => curve.run === run)));
    return `<tr><th scope="row">${escaped(run.name)}</th>${cells.join("")}</tr>`;
  });
  return `<div class="scroll"><table>
<caption>Last values; in small, the least and the greatest</caption>
<thead><tr><th scope="col">Run</th>${heads.join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table></div>`;
}

function cell(curve: PanelCurve | undefined): string {
  const values = curve?.points.map(({ y }) => y).filter(Number.isFinite) ?? [];
  if (values.length === 0) return "<td>-</td>";
  const least = values.reduce((a, b) => Math.min(a, b));
  const greatest = values.reduce((a, b) => Math.max(a, b));
  return `<td>${figure(values.at(-1))} <small>${figure(least)} … ${figure(greatest)}</small></td>`;
}
