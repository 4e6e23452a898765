import { describeProtocol } from "./describe-protocol.ts";
import { escaped, percentNumber } from "./html.ts";
import type { ReportRow } from "./report-content.ts";

interface Cell {
  readonly accuracy: number;
  readonly deviation?: number;
  readonly protocol: string;
}

interface Column {
  readonly title: string;
  readonly cells: readonly (Cell | undefined)[];
}

/** The table of figures, protocols as its footnotes; empty text where nothing was measured. */
export function figureTable(rows: readonly ReportRow[]): string {
  const columns = columnsOf(rows).filter(({ cells }) => cells.some((cell) => cell !== undefined));
  if (columns.length === 0) return "";
  const protocols = [
    ...new Set(columns.flatMap(({ cells }) => cells.flatMap((cell) => cell?.protocol ?? []))),
  ];
  const marks = ({ cells }: Column) => {
    const own = new Set(cells.flatMap((cell) => cell?.protocol ?? []));
    return protocols
      .map((protocol, i) => (own.has(protocol) ? i + 1 : 0))
      .filter((mark) => mark > 0)
      .map((mark) => `<a href="#protocol-${mark}" aria-label="protocol ${mark}">${mark}</a>`)
      .join("&#8239;");
  };
  const head = columns.map(
    (column) => `<th scope="col">${escaped(column.title)}&#8288;<sup>${marks(column)}</sup></th>`,
  );
  const body = rows.map((row, i) => {
    const cells = columns.map((column) => cellHtml(column, i));
    return `<tr><th scope="row">${escaped(row.name)}${sizeNote(row)}</th>${cells.join("")}</tr>`;
  });
  const notes = protocols.map(
    (protocol, i) => `<li id="protocol-${i + 1}">${escaped(protocol)}</li>`,
  );
  return `<section aria-labelledby="figures">
<h2 id="figures">What the features are worth</h2>
<div class="scroll"><table class="figures">
<caption>Test accuracy in per cent; the best of each column is marked <b class="best">★</b></caption>
<thead><tr><th scope="col">Features</th>${head.join("")}</tr></thead>
<tbody>
${body.join("\n")}
</tbody>
</table></div>
<ol class="notes">${notes.join("\n")}</ol>
</section>`;
}

function columnsOf(rows: readonly ReportRow[]): Column[] {
  const few = rows.find((row) => row.fewLabels)?.fewLabels?.protocol.labelsPerClass;
  return [
    {
      title: `Linear probe, ${few} labels a class`,
      cells: rows.map(
        ({ fewLabels: figure }) =>
          figure && {
            accuracy: figure.accuracy,
            deviation: figure.standardDeviation,
            protocol: describeProtocol(figure),
          },
      ),
    },
    {
      title: "Linear probe, all labels",
      cells: rows.map(
        ({ linear: figure }) =>
          figure && { accuracy: figure.accuracy, protocol: describeProtocol(figure) },
      ),
    },
    {
      title: "kNN",
      cells: rows.map(
        ({ knn: figure }) =>
          figure && { accuracy: figure.accuracy, protocol: describeProtocol(figure) },
      ),
    },
  ];
}

function cellHtml({ cells }: Column, row: number): string {
  const cell = cells[row];
  if (cell === undefined) return '<td class="none">not measured</td>';
  const highest = Math.max(...cells.map((other) => other?.accuracy ?? 0));
  const best = cell.accuracy === highest;
  const spread =
    cell.deviation === undefined
      ? ""
      : ` <span class="spread">±&#8239;${percentNumber(cell.deviation)}</span>`;
  const mark = best ? ' <span class="star" role="img" aria-label="best">★</span>' : "";
  const bar = `<span class="bar" style="--part:${cell.accuracy.toFixed(4)}"></span>`;
  return `<td${best ? ' class="best"' : ""}><span class="whole"><span class="value">${percentNumber(cell.accuracy)}</span>${mark}</span>${spread}${bar}</td>`;
}

function sizeNote(row: ReportRow): string {
  const width = (row.linear ?? row.fewLabels ?? row.knn)?.counts.width;
  if (width === undefined) return "";
  return `<span class="size">${width.toLocaleString("en")} values a picture</span>`;
}
