import { escaped } from "../output/escaped.ts";
import { count } from "../terminal/count.ts";
import { REVIEW_SCRIPT } from "./review-script.ts";
import { REVIEW_STYLE } from "./review-style.ts";

/** A picture that can be rejected. */
export interface ReviewTile {
  /** Its name in the source. */
  readonly key: string;
  /** Of its label, in [0, 1]. */
  readonly confidence: number;
  /** The address of its image. */
  readonly image: string;
}

/** Some pictures that were given to a class. */
export interface ReviewClass {
  readonly name: string;
  /** All that were. */
  readonly pictures: number;
  readonly most: readonly ReviewTile[];
  readonly least: readonly ReviewTile[];
}

/** What the page says beside the pictures. */
export interface ReviewWords {
  readonly path: string;
  /** Where rejected.txt belongs. */
  readonly folder: string;
  readonly teacher: string;
  readonly round: number;
  /** Names of the pictures that are rejected already. */
  readonly rejected: readonly string[];
}

/** A page that needs nothing beside it, on which pictures are rejected by a click. */
export function reviewHtml(
  classes: readonly ReviewClass[],
  { path, folder, teacher, round, rejected }: ReviewWords,
): string {
  const title = `Pseudo-labels of ${escaped(path)}`;
  const before =
    rejected.length === 0
      ? ""
      : ` ${count(rejected.length, "picture")} were rejected before and are not shown; they stay in the list.`;
  const list = JSON.stringify(rejected).replaceAll("<", "\\u003c"); // in a script
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${REVIEW_STYLE}</style>
<main>
<h1>${title}</h1>
<p>The pictures of each class that the teacher is most and least certain of. Click those whose label is wrong, and save the list: a student
then learns from the others.${before}</p>
<p class="save"><button type="button" id="save" disabled>Save rejected.txt</button> <span id="standing" role="status">None rejected here.</span>
<span class="quiet">It belongs in ${escaped(folder)}</span></p>
${classes.map(section).join("\n")}
<p class="quiet">Teacher ${escaped(teacher)}, round ${round}.</p>
</main>
<script>const before = ${list};
${REVIEW_SCRIPT}</script>
</html>
`;
}

function section({ name, pictures, most, least }: ReviewClass): string {
  const rows = [
    most.length > 0 ? `<h3>Most certain</h3>${tiles(most)}` : "",
    least.length > 0 ? `<h3>Least certain</h3>${tiles(least)}` : "",
  ];
  return `<section><h2>${escaped(name)} <span class="quiet">${count(pictures, "picture")}</span></h2>${rows.join("\n")}</section>`;
}

function tiles(of: readonly ReviewTile[]): string {
  const buttons = of.map(({ key, confidence, image }) => {
    const words = `${escaped(key)}, ${confidence.toFixed(3)}`;
    return `<button type="button" class="tile" aria-pressed="false" data-key="${escaped(key)}" title="${words}"><img alt="${words}" src="${image}"><span>${confidence.toFixed(2)}</span></button>`;
  });
  return `<div class="tiles">${buttons.join("\n")}</div>`;
}
