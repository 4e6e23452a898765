/** The page's style sheet, in the report's colours. */
export const PREVIEW_STYLE: string = `
:root { color-scheme: light dark; --page: #fbfaf7; --text: #1d2327; --quiet: #5c666d; --edge: #dfdcd3; --code: #f1efe8; }
@media (prefers-color-scheme: dark) {
  :root { --page: #14181b; --text: #e8e6e1; --quiet: #a0a9af; --edge: #333c42; --code: #0f1315; }
}
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { padding: 2rem 1.5rem 3rem; }
h1 { font-size: clamp(1.4rem, 4vw, 2rem); line-height: 1.15; margin: 0 0 .6rem; overflow-wrap: anywhere; }
p { max-width: 46rem; margin: 0 0 1.2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .5rem 1.5rem .5rem 0; border-top: 1px solid var(--edge); }
thead th { border-top: 0; color: var(--quiet); font-size: .875rem; }
tbody th span { display: block; max-width: 12rem; font-weight: 400; font-size: .75rem; color: var(--quiet); overflow-wrap: anywhere; }
.views { display: flex; gap: .25rem; }
img { display: block; image-rendering: pixelated; border-radius: 3px; }
details { margin-top: 1.5rem; }
pre { padding: .75rem 1rem; background: var(--code); border-radius: 8px; font: .8rem/1.5 ui-monospace, Menlo, Consolas, monospace; overflow-x: auto; }
`;
