import { editDistance } from "./edit-distance.ts";

/** How far a name is from what was written: 0 for the same but for its spelling; undefined for something else. */
export function nearness(written: string, name: string): number | undefined {
  const [a, b] = [bare(written), bare(name)];
  if (a === b) return 0;
  const distance = editDistance(a, b);
  if (distance <= Math.max(a.length, b.length) / 3) return distance;
  const begins = Math.min(a.length, b.length) >= 4 && (a.startsWith(b) || b.startsWith(a));
  return begins ? FAR : undefined;
}

/** Of a name that only begins alike: behind all misspelt ones. */
const FAR = 10;

/** The names nearest to what was written, all of them where they are equally near; none if none is near. */
export function nearestNames(written: string, names: readonly string[]): string[] {
  const near = names.map((name) => nearness(written, name) ?? Number.POSITIVE_INFINITY);
  const least = Math.min(...near);
  return least === Number.POSITIVE_INFINITY ? [] : names.filter((_, i) => near[i] === least);
}

/** " Did you mean a or b?", with a space before; nothing where there is nothing to ask. */
export function didYouMean(names: readonly string[]): string {
  return names.length === 0 ? "" : ` Did you mean ${listed(names)}?`;
}

/** a, b or c. */
export function listed(names: readonly unknown[]): string {
  const words = names.map(String);
  const [last = ""] = words.splice(-1);
  return words.length === 0 ? last : `${words.join(", ")} or ${last}`;
}

/** learning_rate, learning-rate and LearningRate are one word. */
function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, "");
}
