import type { ViewPipeline } from "@unlabeled/core";
import type { Source } from "../sources/source.ts";

/** @throws {RangeError} If the batch size or the number of views cannot be used. */
export function checkLoading(
  caller: string,
  source: Source,
  { count, recipe }: ViewPipeline,
  batchSize: number,
  most: number = Number.POSITIVE_INFINITY, // views
): void {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`${caller}: batchSize must be a positive integer; got ${batchSize}.`);
  }
  if (!(count >= 1 && count <= most)) {
    const wanted = most === 1 ? "1 view" : "at least 1 view";
    throw new RangeError(
      `${caller}: pipeline must make ${wanted} a picture; got ${count} from ${recipe.factory}.`,
    );
  }
  if (caller !== "evaluationBatches" && batchSize > source.length) {
    throw new RangeError(
      `${caller}: batchSize must be at most the number of pictures, ${source.length}; got ${batchSize}. Make the batches smaller, or bring more pictures.`,
    );
  }
}
