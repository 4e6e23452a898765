import type { PseudoLabels } from "@unlabeled/data";

/** Some pictures that were given to a class, by their places in the source. */
export interface ExtremePlaces {
  /** The most certain ones, the most certain first. */
  readonly most: readonly number[];
  /** Of the others the least certain ones, the least certain first. */
  readonly least: readonly number[];
}

/** The most and the least certain pictures of each class: `each` of both where there are as many. */
export function extremePlaces(
  { labels, confidences, classes }: Pick<PseudoLabels, "labels" | "confidences" | "classes">,
  each: number,
): ExtremePlaces[] {
  const most: number[][] = Array.from({ length: classes }, () => []);
  const least: number[][] = Array.from({ length: classes }, () => []);
  const confidence = (place: number) => confidences[place] as number;
  for (let place = 0; place < labels.length; place++) {
    if (confidence(place) === 0) continue; // not readable, or rejected
    const label = labels[place] as number;
    insert(most[label] as number[], place, each, (a, b) => confidence(a) > confidence(b));
    insert(least[label] as number[], place, each, (a, b) => confidence(a) < confidence(b));
  }
  return most.map((places, label) => ({
    most: places,
    least: (least[label] as number[]).filter((place) => !places.includes(place)),
  }));
}

/** Puts a place where it belongs in a sorted list of at most `limit`; after those that are equal. */
function insert(
  sorted: number[],
  place: number,
  limit: number,
  before: (a: number, b: number) => boolean,
): void {
  if (sorted.length === limit && !before(place, sorted[limit - 1] as number)) return;
  const at = sorted.findIndex((other) => before(place, other));
  sorted.splice(at < 0 ? sorted.length : at, 0, place);
  sorted.length = Math.min(sorted.length, limit);
}
