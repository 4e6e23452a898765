import { figureTable } from "./figure-table.ts";
import { escaped } from "./html.ts";
import { lossCurve, summarized } from "./loss-curve.ts";
import { neighbourGrid } from "./neighbour-grid.ts";
import type { LossPoint, NextCommand, ReportContent } from "./report-content.ts";
import { REPORT_STYLE } from "./report-style.ts";

/**
 * A run's report as one HTML file: it needs no network and runs no script.
 *
 * Shows run facts, the loss, the table of figures with protocols as footnotes, nearest neighbours and
 * commands to try next; follows light and dark, and fits a phone. All texts are escaped.
 *
 * @throws {TypeError} If a picture's source is not a `data:image/…` URI.
 * @throws {RangeError} If a query lacks neighbours by one of the kinds of features.
 *
 * @example
 * await writeFile("report.html", await reportHtml({ title, facts, command, loss, rows, next }));
 */
export async function reportHtml(content: ReportContent): Promise<string> {
  const { title, summary, rows, neighbours, next } = content;
  const sections = [
    figureTable(rows),
    neighbours === undefined ? "" : neighbourGrid(neighbours),
    await lossSection(content.loss),
    runSection(content),
    nextSection(next),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
${REPORT_STYLE}
</style>
</head>
<body>
<main>
<header>
<h1>${escaped(title)}</h1>
${summary === undefined ? "" : `<p class="summary">${escaped(summary)}</p>`}
</header>
${sections.filter((section) => section !== "").join("\n")}
</main>
</body>
</html>
`;
}

async function lossSection(points: readonly LossPoint[]): Promise<string> {
  const shown = summarized(points);
  const [first, last] = [shown.at(0), shown.at(-1)];
  if (first === undefined || last === undefined || shown.length < 2) return "";
  const wide = await lossCurve(points, { width: 860, height: 260 });
  const narrow = await lossCurve(points, { width: 340, height: 220 });
  const words = `The loss fell from ${first.middle.toPrecision(3)} to ${last.middle.toPrecision(3)}.`;
  const text = first.middle > last.middle ? words : words.replace("fell", "went");
  return `<section aria-labelledby="loss">
<h2 id="loss">Loss</h2>
<figure>
<div class="wide">${wide}</div>
<div class="narrow">${narrow}</div>
<figcaption class="none">${text} A loss compares a run with itself alone; the table says what was learned.</figcaption>
</figure>
</section>`;
}

function runSection({ facts, command }: ReportContent): string {
  const list = facts.map(
    ({ name, value }) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`,
  );
  return `<section aria-labelledby="run">
<h2 id="run">The run</h2>
<dl>${list.join("\n")}</dl>
<p>Made by</p>
<pre><code>${escaped(command)}</code></pre>
</section>`;
}

function nextSection(next: readonly NextCommand[]): string {
  if (next.length === 0) return "";
  const items = next.map(
    ({ what, command }) => `<li>${escaped(what)}<pre><code>${escaped(command)}</code></pre></li>`,
  );
  return `<section aria-labelledby="next">
<h2 id="next">Next</h2>
<ol class="next">${items.join("\n")}</ol>
</section>`;
}
