import { join, resolve } from "node:path";
import type { PseudoLabels, Source } from "@unlabeled/data";
import { writeBeside } from "../output/write-beside.ts";
import { extremePlaces } from "./extreme-places.ts";
import { type ReviewClass, type ReviewTile, reviewHtml } from "./review-html.ts";
import { thumbnail } from "./thumbnail.ts";

/** Its name in the folder of the labels. */
export const REVIEW_PAGE = "index.html";

const MOST_EACH = 12; // pictures of a class, most and least certain ones each
const MOST_PICTURES = 2400; // about, for a thousand classes

/**
 * Writes index.html beside the labels: the most and the least certain pictures of each class, of which a person can reject some.
 *
 * Pictures that are rejected already are not shown.
 *
 * @param path - Where the pictures are, for people.
 * @returns The page's path.
 */
export async function writeReviewPage(
  folder: string,
  labels: PseudoLabels,
  source: Source,
  path: string,
): Promise<string> {
  const { labels: given, confidences, names, rejected, teacher, round } = labels;
  const each = Math.max(1, Math.min(MOST_EACH, Math.floor(MOST_PICTURES / (2 * names.length))));
  const tiles = async (places: readonly number[]): Promise<ReviewTile[]> => {
    const read: ReviewTile[] = [];
    for (const place of places) {
      const picture = await source.read(place).catch(() => undefined); // it went since it was labelled
      if (picture === undefined) continue;
      const image = await thumbnail(picture);
      read.push({ key: source.key(place), confidence: confidences[place] as number, image });
    }
    return read;
  };
  const pictures = new Int32Array(names.length);
  for (const [place, confidence] of confidences.entries()) {
    const label = given[place] as number;
    if (confidence > 0) pictures[label] = (pictures[label] as number) + 1;
  }
  const classes: ReviewClass[] = [];
  for (const [label, { most, least }] of extremePlaces(labels, each).entries()) {
    const [name, count] = [names[label] as string, pictures[label] as number];
    classes.push({ name, pictures: count, most: await tiles(most), least: await tiles(least) });
  }
  const page = join(folder, REVIEW_PAGE);
  const html = reviewHtml(classes, {
    ...{ path, folder: resolve(folder), teacher, round },
    rejected: Array.from(rejected, (place) => source.key(place)),
  });
  await writeBeside(page, (file) => file.writeFile(html));
  return page;
}
