import type { ViewPipeline } from "@unlabeled/core";
import { escaped } from "../output/escaped.ts";
import type { PreviewRow } from "./draw-preview.ts";
import { PREVIEW_STYLE } from "./preview-style.ts";
import { tile, tileSide } from "./tile.ts";

/** What the page says beside the pictures. */
export interface PreviewWords {
  /** "BYOL", "SimCLR". */
  readonly method: string;
  readonly data: string;
  readonly seed: number;
}

/** A page that needs nothing beside it: pictures, their views, and the recipe that makes them. */
export async function previewHtml(
  rows: readonly PreviewRow[],
  pipeline: ViewPipeline,
  { method, data, seed }: PreviewWords,
): Promise<string> {
  const side = tileSide(pipeline.width);
  const image = async (of: PreviewRow["picture"], words: string) => {
    const png = await tile(of, side);
    return `<img alt="${escaped(words)}" src="data:image/png;base64,${png.toString("base64")}">`;
  };
  const cells = async ({ key, picture, views }: PreviewRow) => {
    const shown = await Promise.all(
      views.map(async (group, view) => {
        const images = await Promise.all(
          group.map((one, epoch) => image(one, `view ${view + 1} in epoch ${epoch + 1}`)),
        );
        return `<td><div class="views">${images.join("")}</div></td>`;
      }),
    );
    return `<tr><th scope="row">${await image(picture, key)}<span>${escaped(key)}</span></th>${shown.join("")}</tr>`;
  };
  const body: string[] = [];
  for (const row of rows) body.push(await cells(row));
  const epochs = rows[0]?.views[0]?.length ?? 0;
  const names = Array.from({ length: pipeline.count }, (_, view) => `<th>View ${view + 1}</th>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What ${escaped(method)} sees of ${escaped(data)}</title>
<style>${PREVIEW_STYLE}
img { max-width: ${side}px; }</style>
<main>
<h1>What ${escaped(method)} sees of ${escaped(data)}</h1>
<p>Each row is a picture and its views, ${pipeline.width} x ${pipeline.height} pixels, as training by seed ${seed} makes them in its first ${epochs} epochs.
The network has to find out which views belong together. If you could not, they are too strong; if it were easy by colour or place alone, too weak.</p>
<div class="scroll"><table>
<thead><tr><th>Picture</th>${names.join("")}</tr></thead>
<tbody>
${body.join("\n")}
</tbody>
</table></div>
<details><summary>The recipe, as run.json records it</summary><pre>${escaped(JSON.stringify(pipeline.recipe.options, null, 2))}</pre></details>
</main>
</html>
`;
}
