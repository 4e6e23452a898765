/** Rows as the products want them. */
export interface PaddedRows {
  /** `[padded N, F]`: rows of zeros up to a multiple of `ROW_GROUP`. */
  readonly values: Float32Array;
  /** N. */
  readonly count: number;
  /** F. */
  readonly width: number;
}

/** Rows that the products take at once. */
export const ROW_GROUP = 4;

/** The next multiple of the group. */
export function paddedTo(count: number, group: number): number {
  return Math.ceil(count / group) * group;
}
