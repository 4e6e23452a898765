import { checkSameWidth, checkTable } from "./check-tables.ts";
import { columnMoments } from "./column-moments.ts";
import type { FeatureTable } from "./feature-table.ts";
import { rescaled } from "./rescaled.ts";

/**
 * Subtracts the mean of the training rows from the rows of both tables.
 *
 * Linear probes with an intercept are unchanged by it; kNN, which compares angles, gains much on raw pixels.
 *
 * @returns New tables; the arguments stay as they are.
 * @throws {RangeError} If the tables differ in width or hold values that are not finite.
 *
 * @example
 * const pixels = center(await rawPixels(trainBatches), await rawPixels(testBatches));
 * const { accuracy } = await knnAccuracy(pixels.train, pixels.test);
 */
export function center<Train extends FeatureTable, Test extends FeatureTable>(
  train: Train,
  test: Test,
): { train: Train; test: Test } {
  checkSameWidth("center", train, test);
  checkTable("center", "train", train);
  checkTable("center", "test", test);
  const { means } = columnMoments(train);
  const ones = new Float64Array(train.width).fill(1);
  return {
    train: rescaled(train, means, ones, "centred"),
    test: rescaled(test, means, ones, "centred"),
  };
}
