import { columnMoments } from "../features/column-moments.ts";
import type { FeatureTable } from "../features/feature-table.ts";
import { type PaddedRows, paddedTo, ROW_GROUP } from "./padded-rows.ts";

/**
 * Rows minus their mean. A fit with a free intercept is the same on them, and better conditioned;
 * the mean is given back to the intercept at the end.
 */
export interface CentredRows extends PaddedRows {
  /** Of each column, before. */
  readonly means: Float64Array;
}

/** The table's rows, centred, as the products want them. */
export function centredRows(table: FeatureTable): CentredRows {
  const { count, width } = table;
  const { means } = columnMoments(table);
  const values = new Float32Array(paddedTo(count, ROW_GROUP) * width);
  for (let at = 0; at < count * width; at += width) {
    for (let f = 0; f < width; f++) {
      values[at + f] = (table.values[at + f] as number) - (means[f] as number);
    }
  }
  return { values, count, width, means };
}
