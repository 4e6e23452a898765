import { checkedPictureSource, escaped } from "./html.ts";
import type { NeighbourGrid, NeighbourQuery, ReportPicture } from "./report-content.ts";

/** Test pictures beside their nearest training pictures, right and wrong classes marked by shape and colour. */
export function neighbourGrid({ features, queries }: NeighbourGrid): string {
  if (queries.length === 0) return "";
  for (const { neighbours } of queries) {
    if (neighbours.length !== features.length) {
      throw new RangeError(
        `reportHtml: each query must have neighbours by every kind of features, ${features.length}; got ${neighbours.length}.`,
      );
    }
  }
  const totals = features.map((name, i) => {
    const all = queries.flatMap(({ picture, neighbours }) =>
      (neighbours[i] ?? []).map(({ label }) => label === picture.label),
    );
    const right = all.filter((isRight) => isRight).length;
    return `<li><b>${escaped(name)}</b>: ${right} of ${all.length} right</li>`;
  });
  return `<section aria-labelledby="neighbours">
<h2 id="neighbours">Nearest neighbours</h2>
<p>A few test pictures, and the training pictures whose features lie nearest, nearest first.</p>
<p><span class="key"><span class="tag right">✓</span> the same class</span>
<span class="key"><span class="tag wrong">✗</span> another class</span></p>
<ul class="totals">${totals.join("")}</ul>
${queries.map((query) => queryHtml(query, features)).join("\n")}
</section>`;
}

function queryHtml({ picture, neighbours }: NeighbourQuery, features: readonly string[]): string {
  const strips = neighbours.map(
    (strip, i) => `<div class="strip"><h4>${escaped(features[i] ?? "")}</h4>
<ul style="--count:${strip.length}">${strip.map((neighbour) => neighbourHtml(neighbour, picture.label)).join("")}</ul></div>`,
  );
  const label = escaped(picture.label);
  return `<article class="query">
<h3><img src="${checkedPictureSource(picture.source)}" alt=""><span>${label}</span></h3>
<div class="strips">${strips.join("\n")}</div>
</article>`;
}

function neighbourHtml({ source, label }: ReportPicture, wanted: string): string {
  const right = label === wanted;
  const [kind, mark, meaning] = right
    ? ["right", "✓", "same class"]
    : ["wrong", "✗", "another class"];
  const name = escaped(label);
  return `<li class="${kind}" title="${name}"><img src="${checkedPictureSource(source)}" alt="${name}, ${meaning}"><span class="tag ${kind}" aria-hidden="true">${mark}</span></li>`;
}
