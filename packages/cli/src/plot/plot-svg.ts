import { escaped } from "../output/escaped.ts";
import { DARK_STYLE, PAGE, QUIET, TEXT } from "./palette.ts";
import { panelSvg } from "./panel-svg.ts";
import type { PlotContent, PlottedRun } from "./plot-content.ts";

const MARGIN = 24; // pixels, as all here
const GAP = 20;
const LINE = 20; // of text
const LETTER = 7.5; // widths of letters differ: a generous mean at 13 pixels
const SWATCH = 34; // a legend's line, and the room after it

/** A plot as one SVG: title, legend, a chart a measure in columns, notes. Follows light and dark. */
export async function plotSvg(content: PlotContent): Promise<string> {
  const { title, subtitle, runs, panels, notes } = content;
  const columns = Math.min(panels.length, panels.length > 6 ? 3 : 2);
  const [panelWidth, panelHeight] = columns === 1 ? [720, 360] : [420, 240];
  const inner = columns * panelWidth + (columns - 1) * GAP;
  const parts: string[] = [];
  let y = MARGIN + 14;
  parts.push(text(MARGIN, y, title, 'font-size="18" font-weight="600"'));
  for (const line of wrapped(subtitle, inner)) {
    y += LINE;
    parts.push(text(MARGIN, y, line, "", QUIET.light));
  }
  if (runs.length > 1) {
    const legend = legendSvg(runs, inner, y + LINE + 6);
    parts.push(legend.svg);
    y = legend.bottom;
  }
  y += GAP;
  for (const [i, panel] of panels.entries()) {
    const left = MARGIN + (i % columns) * (panelWidth + GAP);
    const top = y + Math.floor(i / columns) * (panelHeight + LINE + GAP);
    const chart = await panelSvg(panel, content, { width: panelWidth, height: panelHeight });
    parts.push(text(left + 4, top + 14, panel.title, 'font-weight="600"'));
    parts.push(chart.replace("<svg ", `<svg x="${left}" y="${top + LINE}" `));
  }
  y += Math.ceil(panels.length / columns) * (panelHeight + LINE + GAP);
  for (const line of notes.flatMap((note) => wrapped(note, inner))) {
    parts.push(text(MARGIN, y, line, "", QUIET.light));
    y += LINE;
  }
  const [width, height] = [inner + 2 * MARGIN, y + (notes.length > 0 ? 4 : 0)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img">
<title>${escaped(title)}</title>
<style>${DARK_STYLE}</style>
<rect width="${width}" height="${height}" fill="${PAGE.light}"/>
${parts.join("\n")}
</svg>
`;
}

function text(x: number, y: number, words: string, attributes = "", fill = TEXT.light): string {
  return `<text x="${x}" y="${y}" fill="${fill}" ${attributes}>${escaped(words)}</text>`;
}

/** The runs in columns, as many as there is room for. */
function legendSvg(
  runs: readonly PlottedRun[],
  width: number,
  top: number,
): { readonly svg: string; readonly bottom: number } {
  const cell = SWATCH + GAP + LETTER * Math.max(...runs.map(({ name }) => name.length));
  const columns = Math.max(1, Math.min(runs.length, Math.floor(width / cell)));
  const entries = runs.map(({ name, style }, i) => {
    const x = MARGIN + (i % columns) * cell;
    const y = top + Math.floor(i / columns) * LINE;
    return `${swatch(style, x, y - 4)}${text(x + SWATCH, y, name)}`;
  });
  return { svg: entries.join("\n"), bottom: top + LINE * (Math.ceil(runs.length / columns) - 1) };
}

/** A piece of a run's line. */
export function swatch({ colour, dash }: PlottedRun["style"], x: number, y: number): string {
  return `<line x1="${x}" y1="${y}" x2="${x + 27}" y2="${y}" stroke="${colour}" stroke-width="2.5" stroke-dasharray="${dash.join(" ")}"/>`;
}

/** Words in lines of at most a width. */
function wrapped(words: string, width: number): string[] {
  const most = Math.floor(width / LETTER);
  const lines: string[] = [];
  for (const word of words.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + word.length >= most) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return words === "" ? [] : lines;
}
