import type { StoredTensors } from "@unlabeled/core";
import type { RunRecord } from "../run/run-record.ts";

/** A saved state of a run. */
export interface Checkpoint {
  /** The file. */
  readonly path: string;
  /** Optimizer updates done. */
  readonly step: number;
  /** The run's run.json. */
  readonly record: RunRecord;
  /**
   * By name: trained parameters (`backbone/…`), the method's state (`target/backbone/…`, running
   * statistics) and the optimizer's slots (`optimizer/…`).
   */
  readonly tensors: StoredTensors;
}
