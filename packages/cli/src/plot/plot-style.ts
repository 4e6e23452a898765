import { PAGE, QUIET, TEXT } from "./palette.ts";

/** The page's style sheet; the charts have their own. */
export const PLOT_STYLE: string = `
:root { color-scheme: light dark; --page: ${PAGE.light}; --text: ${TEXT.light}; --quiet: ${QUIET.light}; --edge: #dfdcd3; }
@media screen and (prefers-color-scheme: dark) {
  :root { --page: ${PAGE.dark}; --text: ${TEXT.dark}; --quiet: ${QUIET.dark}; --edge: #333c42; }
}
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
main { max-width: 64rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
h1 { font-size: clamp(1.4rem, 4vw, 2rem); line-height: 1.15; margin: 0 0 .6rem; }
p { margin: 0 0 .75rem; max-width: 46rem; }
.note { color: var(--quiet); font-size: .875rem; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; margin: 0 0 1rem; padding: 0; }
.legend svg { margin-right: .5rem; vertical-align: middle; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1.5rem; margin: 1rem 0 1.5rem; }
figure { margin: 0; break-inside: avoid; max-width: 48rem; }
figcaption { font-weight: 600; margin-bottom: .25rem; }
figure svg { display: block; width: 100%; height: auto; }
.scroll { overflow-x: auto; margin-bottom: 1.5rem; }
table { overflow-wrap: normal; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); font-size: .875rem; padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem 1.5rem .45rem 0; border-top: 1px solid var(--edge); }
tbody th { min-width: 8rem; overflow-wrap: anywhere; }
thead th { border-top: 0; color: var(--quiet); font-size: .875rem; font-weight: 600; }
small { display: block; color: var(--quiet); white-space: nowrap; }
code { font: .9em ui-monospace, Menlo, Consolas, monospace; }
`.trim();
