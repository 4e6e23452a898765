import { createHash } from "node:crypto";
import { defineSource } from "./define-source.ts";
import type { Source } from "./source.ts";

const HASHED_AT_ONCE = 10_000;

/**
 * Some pictures of a source, in the order of the indices; an index may occur twice.
 *
 * Classes keep their numbers and names, also where no picture of a class is left.
 *
 * @throws {RangeError} If there is no index, or one is not an integer in [0, source.length).
 *
 * @example
 * const first100 = subset(source, Array.from({ length: 100 }, (_, index) => index));
 */
export function subset(source: Source, indices: ArrayLike<number>): Source {
  const chosen = Float64Array.from(indices); // 8 bytes each: there may be millions
  const wrong = chosen.find((at) => !Number.isInteger(at) || at < 0 || at >= source.length);
  if (chosen.length === 0 || wrong !== undefined) {
    throw new RangeError(
      `subset: indices must be at least one integer in [0, ${source.length}); got ${wrong ?? "none"}.`,
    );
  }
  const { labels, classes } = source;
  const at = (index: number): number => chosen[index] as number; // defineSource checks the index
  const hash = createHash("sha256").update(source.fingerprint);
  for (let from = 0; from < chosen.length; from += HASHED_AT_ONCE) {
    hash.update(`${from > 0 ? " " : ""}${chosen.subarray(from, from + HASHED_AT_ONCE).join(" ")}`);
  }
  const print = `sha256:${hash.digest("hex")}`;
  return defineSource({
    length: chosen.length,
    labels: labels && Int32Array.from(chosen, (index) => labels[index] as number),
    classes,
    fingerprint: print,
    description: {
      kind: "subset",
      of: source.description,
      pictures: chosen.length,
      fingerprint: print,
    },
    key: (index) => source.key(at(index)),
    locate: (index) => source.locate(at(index)),
  });
}
