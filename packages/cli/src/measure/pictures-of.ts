import { openSource, type Source, subset } from "@unlabeled/data";

/**
 * Pictures, with labels or without, on which something is measured that needs none.
 *
 * @param pictures - So many, spread evenly over all; default all.
 */
export async function picturesOf(path: string, pictures: number | undefined): Promise<Source> {
  const all = await openSource(path);
  if (pictures === undefined || pictures >= all.length) return all;
  const places = Int32Array.from({ length: pictures }, (_, i) =>
    Math.floor((i * all.length) / pictures),
  );
  return subset(all, places);
}
