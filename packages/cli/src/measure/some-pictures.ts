import { type Source, subset } from "@unlabeled/data";

/** So many pictures of a source, spread evenly over it; all where it has no more, or no number is given. */
export function somePictures(source: Source, pictures: number | undefined): Source {
  if (pictures === undefined || pictures >= source.length) return source;
  const places = Int32Array.from({ length: pictures }, (_, i) =>
    Math.floor((i * source.length) / pictures),
  );
  return subset(source, places);
}
