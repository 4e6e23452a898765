import type { Batches, Tensors } from "@unlabeled/core";
import type { SkippedPicture } from "@unlabeled/data";

/** Of batches that come from sources, what ends them and what they could not read. */
interface Open {
  readonly skipped: readonly SkippedPicture[];
  close(): Promise<void>;
}

/** Batches that were made of others, with the ends and the skipped pictures of these. */
export function closing<Batch extends Tensors>(
  batches: Batches<Batch>,
  from: readonly Open[],
): Batches<Batch> & Open {
  return {
    ...batches,
    get skipped() {
      return from.flatMap(({ skipped }) => skipped);
    },
    async close() {
      for (const each of from) await each.close();
    },
  };
}
