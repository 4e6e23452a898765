import type { ViewPipeline } from "@unlabeled/core";
import type { Source } from "../sources/source.ts";

/** @throws {RangeError} If the batch size or the number of views cannot be used. */
export function checkLoading(
  caller: string,
  source: Source,
  { count, recipe }: ViewPipeline,
  batchSize: number,
  views: readonly number[] = [1, 2],
): void {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`${caller}: batchSize must be a positive integer; got ${batchSize}.`);
  }
  if (!views.includes(count)) {
    throw new RangeError(
      `${caller}: pipeline must make ${views.join(" or ")} ${views.includes(2) ? "views" : "view"} a picture; got ${count} from ${recipe.factory}.`,
    );
  }
  if (caller === "batches" && batchSize > source.length) {
    throw new RangeError(
      `batches: batchSize must be at most the number of pictures, ${source.length}; got ${batchSize}. Make the batches smaller, or bring more pictures.`,
    );
  }
}
