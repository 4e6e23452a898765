/** Colours on paper, and what they turn into on a dark screen. */
interface Colour {
  readonly light: string;
  readonly dark: string;
}

export const PAGE: Colour = { light: "#ffffff", dark: "#14181b" };
export const TEXT: Colour = { light: "#1d2327", dark: "#e8e6e1" };
export const QUIET: Colour = { light: "#5c666d", dark: "#a0a9af" };

/** Apart from each other for the colour-blind too; each has a contrast of at least 4.5 to its page. */
const LINES: readonly Colour[] = [
  { light: "#0067a5", dark: "#6cbcf2" }, // blue
  { light: "#b84500", dark: "#f59353" }, // orange
  { light: "#00785a", dark: "#4fc9a4" }, // green
  { light: "#8b3a8f", dark: "#d99be0" }, // purple
  { light: "#7a6a00", dark: "#d6c14a" }, // olive
  { light: "#b3125a", dark: "#ff8ab5" }, // pink
  { light: "#00708a", dark: "#58cfe0" }, // cyan
  { light: "#595959", dark: "#bdbdbd" }, // grey
];

/** Tell lines apart where colours cannot, as in print. */
const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 3, 2, 3]];

/** How a run's lines look. */
export interface LineStyle {
  readonly colour: string;
  readonly dash: readonly number[];
}

/** The look of the i-th run's lines: the first 32 differ. */
export function lineStyle(i: number): LineStyle {
  const { light: colour } = LINES[i % LINES.length] as Colour;
  const turn = Math.floor(i / LINES.length);
  return { colour, dash: DASHES[(i + turn) % DASHES.length] as readonly number[] };
}

/**
 * A style sheet that turns a picture drawn in the light colours dark where the screen is: style sheets win
 * over the attributes of SVG. Programs that know no style sheets, and printers, have the light ones.
 */
export const DARK_STYLE: string = `@media screen and (prefers-color-scheme: dark) {
${[PAGE, TEXT, QUIET, ...LINES].map(({ light, dark }) => `[fill="${light}"] { fill: ${dark}; } [stroke="${light}"] { stroke: ${dark}; }`).join("\n")}
}`;
