import { subset } from "@unlabeled/data";

/** The first pictures of a source, so many. */
export const firstOf = (source, count) =>
  subset(
    source,
    Int32Array.from({ length: count }, (_, i) => i),
  );
