/** Rows of numbers that stand for pictures: what every probe measures. */
export interface FeatureTable {
  /** Row after row, `[N, F]`. */
  readonly values: Float32Array;
  /** N, the number of rows. */
  readonly count: number;
  /** F, the length of a row. */
  readonly width: number;
  /** The class of each row, integers ≥ 0, `[N]`; probes need them. */
  readonly labels?: Int32Array | undefined;
  /** What the rows are and what was done to them, in order: `["raw pixels", "centred"]`. Stamps carry it. */
  readonly preparation?: readonly string[] | undefined;
}

/** Features of the pictures of a source. */
export interface Features extends FeatureTable {
  /** The place in the source of each row, `[N]`. */
  readonly indices: Int32Array;
}

/** A table whose rows have classes. */
export interface LabeledTable extends FeatureTable {
  readonly labels: Int32Array;
}
