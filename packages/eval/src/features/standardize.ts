import { checkSameWidth, checkTable } from "./check-tables.ts";
import { columnMoments } from "./column-moments.ts";
import type { FeatureTable } from "./feature-table.ts";
import { rescaled } from "./rescaled.ts";

/**
 * Gives every column mean 0 and standard deviation 1 over the training rows; the test rows follow.
 *
 * As scikit-learn's StandardScaler: the deviation is divided by N, and a constant column is only centred.
 *
 * @returns New tables; the arguments stay as they are.
 * @throws {RangeError} If the tables differ in width or hold values that are not finite.
 */
export function standardize<Train extends FeatureTable, Test extends FeatureTable>(
  train: Train,
  test: Test,
): { train: Train; test: Test } {
  checkSameWidth("standardize", train, test);
  checkTable("standardize", "train", train);
  checkTable("standardize", "test", test);
  const { means, deviations } = columnMoments(train);
  const scales = deviations.map((deviation, f) =>
    deviation > CONSTANT * Math.abs(means[f] as number) ? 1 / deviation : 1,
  );
  return {
    train: rescaled(train, means, scales, "standardized"),
    test: rescaled(test, means, scales, "standardized"),
  };
}

const CONSTANT = 1e-12; // a deviation this small beside the mean is rounding
