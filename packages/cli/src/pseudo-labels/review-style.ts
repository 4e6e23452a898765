import { THUMBNAIL } from "./thumbnail.ts";

/** The page's style sheet, in the report's colours. */
export const REVIEW_STYLE: string = `
:root { color-scheme: light dark; --page: #fbfaf7; --text: #1d2327; --quiet: #5c666d; --edge: #dfdcd3; --wrong: #b3261e; --on-wrong: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --page: #14181b; --text: #e8e6e1; --quiet: #a0a9af; --edge: #333c42; --wrong: #e5534b; --on-wrong: #14181b; }
}
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { padding: 2rem 1.5rem 3rem; }
h1 { font-size: clamp(1.4rem, 4vw, 2rem); line-height: 1.15; margin: 0 0 .6rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 0 0 .2rem; }
h3 { font-size: .8rem; font-weight: 400; margin: .5rem 0 .25rem; color: var(--quiet); }
p { max-width: 46rem; margin: 0 0 1rem; }
.quiet { color: var(--quiet); font-weight: 400; font-size: .875rem; overflow-wrap: anywhere; }
.save { position: sticky; top: 0; z-index: 1; max-width: none; padding: .6rem 0; background: var(--page); border-bottom: 1px solid var(--edge); }
#save { font: inherit; padding: .25rem .8rem; border: 1px solid var(--wrong); border-radius: 6px; background: var(--wrong); color: var(--on-wrong); cursor: pointer; }
#save:disabled { border-color: var(--edge); background: none; color: var(--quiet); cursor: default; }
section { padding: 1rem 0; border-bottom: 1px solid var(--edge); }
section + .quiet { margin-top: 1rem; }
.tiles { display: flex; flex-wrap: wrap; gap: .35rem; }
.tile { position: relative; width: ${THUMBNAIL}px; height: ${THUMBNAIL}px; padding: 0; border: 0; border-radius: 4px; overflow: hidden; background: var(--edge); cursor: pointer; }
.tile img { display: block; width: 100%; height: 100%; object-fit: contain; image-rendering: pixelated; }
.tile span { position: absolute; right: 0; bottom: 0; padding: 0 .3rem; font: .7rem/1.4 ui-monospace, Menlo, Consolas, monospace; background: #000000b0; color: #ffffff; }
.tile:hover, .tile:focus-visible { outline: 2px solid var(--text); outline-offset: 1px; }
.tile[aria-pressed="true"] { outline: 3px solid var(--wrong); outline-offset: 0; }
.tile[aria-pressed="true"] img { opacity: .3; }
.tile[aria-pressed="true"]::after { content: "\\2715"; position: absolute; inset: 0; display: grid; place-items: center; font-size: 2.5rem; color: var(--wrong); }
`;
