/** The report's style sheet: light and dark, one column on a phone, colours that the colour-blind tell apart. */
export const REPORT_STYLE: string = `
:root {
  color-scheme: light dark;
  --page: #fbfaf7; --card: #ffffff; --text: #1d2327; --quiet: #5c666d; --edge: #dfdcd3;
  --line: #0067a5; --right: #0067a5; --wrong: #b84500; --bar: #cfe3f1; --code: #f1efe8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181b; --card: #1c2226; --text: #e8e6e1; --quiet: #a0a9af; --edge: #333c42;
    --line: #6cbcf2; --right: #6cbcf2; --wrong: #f59353; --bar: #24455c; --code: #0f1315;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  overflow-wrap: anywhere;
}
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: clamp(1.6rem, 5vw, 2.3rem); line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 .6rem; }
h2 { font-size: 1.2rem; margin: 0 0 .75rem; }
.summary { font-size: 1.1rem; margin: 0; max-width: 44rem; }
section {
  background: var(--card); border: 1px solid var(--edge); border-radius: 12px;
  padding: 1.25rem 1.4rem; margin-top: 1.4rem;
}
p { margin: 0 0 .75rem; }
a { color: var(--line); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.4rem; margin: 0 0 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; font-variant-numeric: tabular-nums; }
pre {
  margin: .25rem 0 0; padding: .65rem .85rem; background: var(--code); border-radius: 8px;
  font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  white-space: pre-wrap;
}
figure { margin: 0; }
figure svg { display: block; width: 100%; height: auto; }
.narrow { display: none; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); font-size: .875rem; padding-bottom: .5rem; }
caption .best { color: var(--right); }
th, td { text-align: left; padding: .6rem .9rem .6rem 0; border-top: 1px solid var(--edge); vertical-align: top; }
thead th { border-top: 0; font-size: .875rem; color: var(--quiet); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 600; min-width: 7.5rem; }
td { width: 24%; }
sup { font-size: .7em; margin-left: .15em; line-height: 0; }
sup a { text-decoration: none; }
.size { display: block; font-weight: 400; font-size: .8rem; color: var(--quiet); }
.value { font-size: 1.2rem; }
.best .value { font-weight: 700; }
.star { color: var(--right); }
.whole { white-space: nowrap; }
.spread, .none { color: var(--quiet); font-size: .875rem; }
.bar { display: block; height: 5px; margin-top: .3rem; border-radius: 3px; background: var(--code); overflow: hidden; }
.bar::after { content: ""; display: block; height: 100%; width: calc(100% * var(--part)); background: var(--bar); }
.best .bar::after { background: var(--right); }
.notes { margin: .9rem 0 0; padding-left: 1.3rem; font-size: .8rem; line-height: 1.45; color: var(--quiet); }
.notes li { margin-top: .3rem; }
.notes li:target { color: var(--text); }
.key { white-space: nowrap; margin-right: 1.2rem; }
.key .tag { margin-right: .2rem; }
.totals { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; margin: 0 0 .5rem; padding: 0; }
.query {
  display: grid; grid-template-columns: 7rem 1fr; gap: 1.2rem;
  border-top: 1px solid var(--edge); padding: 1rem 0;
}
.query:last-child { padding-bottom: 0; }
.query h3 { margin: 0; font-size: .9rem; line-height: 1.3; }
.query h3 img { display: block; width: 100%; border-radius: 8px; margin-bottom: .35rem; }
.query img { image-rendering: pixelated; }
.strips { display: grid; gap: .8rem 1.6rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); min-width: 0; }
.strip h4 { margin: 0 0 .3rem; font-size: .8rem; font-weight: 400; color: var(--quiet); }
.strip ul {
  list-style: none; margin: 0; padding: 0; display: grid; gap: .6rem;
  grid-template-columns: repeat(var(--count), minmax(0, 4.5rem));
}
.strip li { position: relative; aspect-ratio: 1; border-radius: 8px; border: 3px solid; }
.strip li.right { border-color: var(--right); }
.strip li.wrong { border-color: var(--wrong); border-style: dashed; }
.strip li img { width: 100%; height: 100%; object-fit: cover; border-radius: 4px; display: block; }
.tag {
  display: inline-block; width: 1.25rem; height: 1.25rem; text-align: center;
  font-size: .8rem; line-height: 1.25rem; font-weight: 700; color: var(--card); border-radius: 50%;
}
.tag.right { background: var(--right); }
.tag.wrong { background: var(--wrong); border-radius: 3px; }
.strip .tag { position: absolute; right: -.45rem; bottom: -.45rem; }
.next { padding-left: 1.3rem; margin: 0; }
.next li + li { margin-top: .9rem; }
@media (max-width: 40rem) {
  main { padding: 1.5rem .8rem 3rem; }
  section { padding: 1rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
  .wide { display: none; }
  .narrow { display: block; }
  .query { grid-template-columns: 1fr; gap: .7rem; }
  .query h3 { display: flex; align-items: center; gap: .8rem; font-size: 1rem; }
  .query h3 img { width: 4.5rem; margin: 0; }
  .strip ul { grid-template-columns: repeat(auto-fill, minmax(2.1rem, 1fr)); gap: .45rem; }
  .strip li { border-width: 2px; }
  .strip .tag { width: 1rem; height: 1rem; line-height: 1rem; font-size: .65rem; }
  table { overflow-wrap: normal; }
  thead th { font-size: .75rem; line-height: 1.3; }
  tbody th { font-size: .875rem; line-height: 1.3; min-width: 0; }
  th, td { padding-right: .6rem; }
  th:last-child, td:last-child { padding-right: 0; }
  td { width: auto; }
  .value { font-size: 1.05rem; }
  .spread { display: block; }
}
@media print {
  section { break-inside: avoid; }
}
`.trim();
