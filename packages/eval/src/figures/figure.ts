import * as tf from "@tensorflow/tfjs";
import { currentEngine } from "@unlabeled/core";
import type { FeatureTable } from "../features/feature-table.ts";

/** A measured accuracy with all that is needed to measure it again. JSON. */
export interface Figure<Protocol extends object = object> {
  /** Part of the test rows that were classified rightly, in [0, 1]. */
  readonly accuracy: number;
  /** How it was measured: every setting as used. */
  readonly protocol: Protocol;
  /** What it was measured on. `preparation` is that of the tables: "raw pixels, centred". */
  readonly counts: FigureCounts;
  readonly preparation: string;
  /** One line on the engine that computed. */
  readonly engine: string;
}

/** Sizes of the tables behind a figure. */
export interface FigureCounts {
  /** Rows of the training table. */
  readonly train: number;
  /** Rows of the test table. */
  readonly test: number;
  /** Classes that occur in the training table. */
  readonly classes: number;
  /** Length of a row. */
  readonly width: number;
}

/** An accuracy and its stamp. */
export function stamped<Protocol extends object>(
  accuracy: number,
  protocol: Protocol,
  { train, test, classes }: { train: FeatureTable; test: FeatureTable; classes: Int32Array },
): Figure<Protocol> {
  return {
    accuracy,
    protocol,
    counts: {
      train: train.count,
      test: test.count,
      classes: classes.length,
      width: train.width,
    },
    preparation: (train.preparation ?? ["features"]).join(", "),
    engine: currentEngine()?.description ?? `tfjs backend ${tf.getBackend()}`,
  };
}
